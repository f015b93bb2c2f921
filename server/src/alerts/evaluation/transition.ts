import type { AlertEventKind, AlertSeverity, AlertState } from '@hyprbox/contracts';
import type { Condition } from './observation.js';

/** Of an alert, what its rule's findings change. */
export interface AlertProgress {
  state: AlertState;
  severity: AlertSeverity;
  value: number | null;
  peak: number | null;
  pendingSince: Date;
  firedAt: Date | null;
  recoveringSince: Date | null;
  resolvedAt: Date | null;
  timesFired: number;
  /** When it last began or ceased to fire, the newest last. */
  changes: Date[];
  keepSeconds: number;
}

/** What of a rule says how long things must last. */
export interface Patience {
  forSeconds: number;
  keepSeconds: number;
  severity: AlertSeverity;
  /** Whether the larger figure is the worse one. */
  isHigherWorse: boolean;
}

export interface Entry {
  kind: AlertEventKind;
  detail: string;
}

export interface Transition {
  /** Null: it never fired, and is forgotten. */
  after: AlertProgress | null;
  entries: Entry[];
}

const flappingMs = 30 * 60_000;
/** From this change on, within that time, an alert has to be over for longer each time. */
const flappingChanges = 4;
const flappingFactor = 1.5;
const keepSecondsMax = 60 * 60;
/** What an alert that must not be kept at all begins with once it comes and goes. */
const keepSecondsMin = 60;
/** A figure that differs by less than this share is not written again. */
const valueShare = 0.01;

/**
 * Where an alert goes by what was found, `PENDING → FIRING ⇄ RECOVERING → RESOLVED`; null if nowhere.
 *
 * @param before null: there is none that is open
 * @param earlier when the last one of the same target changed, if that was of late
 */
export function transition(
  before: AlertProgress | null,
  condition: Condition,
  patience: Patience,
  now: Date,
  earlier: readonly Date[] = [],
): Transition | null {
  if (before === null) return begun(condition, patience, now, earlier);
  if (condition.is === 'HOLD') return null;
  if (condition.is === 'GONE') return over(before, now, condition.reason);
  const known = withValue(before, condition.value, patience);
  switch (before.state) {
    case 'PENDING':
      return pending(before, known, condition, patience, now);
    case 'FIRING':
      return firing(before, known, condition, patience, now);
    case 'RECOVERING':
      return recovering(known, condition, patience, now);
    case 'RESOLVED':
      return null;
  }
}

/** When an alert changes if its target stays as it is; null if it does not. */
export function nextChange(
  { state, pendingSince, recoveringSince, keepSeconds }: AlertProgress,
  { forSeconds }: Patience,
): Date | null {
  if (state === 'PENDING') return after(pendingSince, forSeconds);
  if (state === 'RECOVERING' && recoveringSince) return after(recoveringSince, keepSeconds);
  return null;
}

function begun(condition: Condition, patience: Patience, now: Date, earlier: readonly Date[]): Transition | null {
  if (condition.is !== 'BREACH') return null;
  const { value } = condition;
  const progress: AlertProgress = {
    state: 'PENDING',
    severity: patience.severity,
    value,
    peak: value,
    pendingSince: now,
    firedAt: null,
    recoveringSince: null,
    resolvedAt: null,
    timesFired: 0,
    changes: earlier.filter((at) => now.getTime() - at.getTime() < flappingMs),
    keepSeconds: patience.keepSeconds,
  };
  if (patience.forSeconds === 0) return fired(progress, patience, now, 'FIRED', 'It fires.');
  return { after: progress, entries: [{ kind: 'PENDING', detail: `It fires if it lasts ${patience.forSeconds} s.` }] };
}

function pending(
  before: AlertProgress,
  known: AlertProgress,
  condition: Condition,
  patience: Patience,
  now: Date,
): Transition | null {
  if (condition.is !== 'BREACH') return { after: null, entries: [] };
  if (now < after(before.pendingSince, patience.forSeconds))
    return known === before ? null : { after: known, entries: [] };
  return fired(known, patience, now, 'FIRED', 'It fires.');
}

function firing(
  before: AlertProgress,
  known: AlertProgress,
  condition: Condition,
  patience: Patience,
  now: Date,
): Transition | null {
  if (condition.is !== 'CLEAR') return known === before ? null : { after: known, entries: [] };
  const ceased = changed({ ...known, recoveringSince: now }, patience, now);
  if (ceased.keepSeconds === 0) return over(ceased, now, 'It is over.');
  return {
    after: { ...ceased, state: 'RECOVERING' },
    entries: [{ kind: 'RECOVERING', detail: `It is over if it stays so for ${ceased.keepSeconds} s.` }],
  };
}

function recovering(known: AlertProgress, condition: Condition, patience: Patience, now: Date): Transition | null {
  const { recoveringSince, keepSeconds } = known;
  if (condition.is === 'BREACH') return fired(known, patience, now, 'FIRED_AGAIN', 'It fires again.');
  if (condition.is === 'BETWEEN') {
    const back: AlertProgress = { ...changed(known, patience, now), state: 'FIRING', recoveringSince: null };
    return { after: back, entries: [{ kind: 'FIRED_AGAIN', detail: 'It is not over yet.' }] };
  }
  if (recoveringSince && now < after(recoveringSince, keepSeconds)) return null;
  return over(known, now, 'It is over.');
}

function fired(
  progress: AlertProgress,
  patience: Patience,
  now: Date,
  kind: AlertEventKind,
  detail: string,
): Transition {
  const again = changed(progress, patience, now);
  return {
    after: {
      ...again,
      state: 'FIRING',
      firedAt: progress.firedAt ?? now,
      recoveringSince: null,
      timesFired: progress.timesFired + 1,
    },
    entries: [{ kind, detail }],
  };
}

function over(progress: AlertProgress, now: Date, reason: string): Transition {
  if (progress.state === 'PENDING') return { after: null, entries: [] };
  return {
    after: { ...progress, state: 'RESOLVED', resolvedAt: now },
    entries: [{ kind: 'RESOLVED', detail: reason }],
  };
}

/** Notes that it began or ceased to fire; one that comes and goes has to be over for longer each time. */
function changed(progress: AlertProgress, patience: Patience, now: Date): AlertProgress {
  const recent = progress.changes.filter((at) => now.getTime() - at.getTime() < flappingMs);
  const changes = [...recent, now];
  const times = changes.length - flappingChanges + 1;
  const keepSeconds =
    times > 0
      ? Math.min(keepSecondsMax, Math.max(patience.keepSeconds, keepSecondsMin) * flappingFactor ** times)
      : patience.keepSeconds;
  return { ...progress, changes, keepSeconds: Math.max(patience.keepSeconds, Math.round(keepSeconds)) };
}

/** The same object if there is nothing new in it. */
function withValue(progress: AlertProgress, value: number | null, { isHigherWorse }: Patience): AlertProgress {
  if (value === null) return progress;
  const { value: last, peak } = progress;
  const isPeak = peak === null || (isHigherWorse ? value > peak : value < peak);
  const differs = last === null || Math.abs(value - last) > Math.abs(last) * valueShare;
  if (!differs && !(isPeak && value !== last)) return progress;
  return { ...progress, value, peak: isPeak ? value : peak };
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
