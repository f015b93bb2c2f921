import type { AlertRoute, DeliveryEvent } from '@hyprbox/contracts';

/** What is known of a group without reading its alerts. */
export interface GroupState {
  openedAt: Date;
  sentAt: Date | null;
  /** How many steps of the route have been told. */
  step: number;
  /** Alerts that fire, are not kept quiet, and were not told yet. */
  untold: number;
  /** Those of them that were told before, and have grown to a higher severity since. */
  grown: number;
  /** Alerts that were told and are over. */
  over: number;
  /** Alerts that were told, fire, and that nobody keeps quiet or has taken on. */
  waiting: number;
  /** Alerts that were told and are not over. */
  open: number;
}

/** What is to be told now. */
export interface GroupPlan {
  event: Exclude<DeliveryEvent, 'test'>;
  /** How many steps of the route have been told after it. */
  step: number;
  /** Whether it goes to the channels of the new step only. */
  isStep: boolean;
}

type Timing = Pick<AlertRoute, 'waitSeconds' | 'intervalSeconds' | 'repeatSeconds' | 'steps'>;

/** What a group tells at a time, and when it may tell something next; null where there is nothing to wait for. */
export function groupPlan(
  group: GroupState,
  route: Timing,
  now: Date,
): { plan: GroupPlan | null; nextAt: Date | null } {
  const choices = [
    { at: firstAt(group, route), plan: { event: 'firing', step: reachedStep(group, route, now), isStep: false } },
    {
      at: overAt(group, route),
      plan: { event: group.open > 0 ? 'firing' : 'resolved', step: group.step, isStep: false },
    },
    { at: stepAt(group, route), plan: { event: 'firing', step: group.step + 1, isStep: true } },
    { at: reminderAt(group, route), plan: { event: 'reminder', step: group.step, isStep: false } },
  ] satisfies { at: Date | null; plan: GroupPlan }[];
  const due = choices.find(({ at }) => at !== null && at <= now);
  if (due) return { plan: due.plan, nextAt: null };
  const times = choices.flatMap(({ at }) => at ?? []).toSorted((a, b) => a.getTime() - b.getTime());
  return { plan: null, nextAt: times[0] ?? null };
}

/** What a group tells whose route is gone: what of it is over, at once. */
export function closedGroupPlan({ over, open, step }: GroupState): GroupPlan | null {
  return over === 0 ? null : { event: open > 0 ? 'firing' : 'resolved', step, isStep: false };
}

/** What was not told yet: after the wait, the first time; after the interval, later, but for what has grown worse. */
function firstAt(
  { untold, grown, openedAt, sentAt }: GroupState,
  { waitSeconds, intervalSeconds, steps }: Timing,
): Date | null {
  if (untold === 0 || steps.length === 0) return null;
  if (sentAt) return after(sentAt, grown > 0 ? Math.min(waitSeconds, intervalSeconds) : intervalSeconds);
  return after(openedAt, Math.max(waitSeconds, steps[0]?.afterSeconds ?? 0));
}

/** A group that is over as a whole is told at once. */
function overAt({ over, open, untold, sentAt }: GroupState, { intervalSeconds }: Timing): Date | null {
  if (over === 0 || !sentAt) return null;
  return open === 0 && untold === 0 ? sentAt : after(sentAt, intervalSeconds);
}

/** The next step, while somebody has to take something on. */
function stepAt({ waiting, step, openedAt, sentAt }: GroupState, { steps, waitSeconds }: Timing): Date | null {
  const next = steps[step];
  if (!next || step === 0 || waiting === 0 || !sentAt) return null;
  return after(openedAt, Math.max(waitSeconds, next.afterSeconds));
}

function reminderAt({ waiting, sentAt }: GroupState, { repeatSeconds }: Timing): Date | null {
  return waiting > 0 && sentAt ? after(sentAt, repeatSeconds) : null;
}

/** The steps whose time has come, at least one. */
function reachedStep({ step, openedAt }: GroupState, { steps }: Timing, now: Date): number {
  const due = steps.filter(({ afterSeconds }) => after(openedAt, afterSeconds) <= now).length;
  return Math.max(step, due, 1);
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
