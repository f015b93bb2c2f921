import type { BeatStatus } from '@hyprbox/contracts';
import { nextTime } from '../../cron/cron-schedule.js';
import type { BeatEntity } from './beat.entity.js';

/** What something elsewhere says of itself: that it begins, or how it ended. */
export type BeatSignal = { at: Date } & (
  | { kind: 'START' }
  | {
      kind: 'END';
      hasFailed: boolean;
      /** Null if it did not tell one. */
      exitCode: number | null;
      /** What it sent along, as far as it is kept, and how many bytes it was. */
      body: string | null;
      bodyBytes: number;
    }
);

type Rhythm = Pick<BeatEntity, 'periodSeconds' | 'cron' | 'timezone' | 'graceSeconds'>;

/** When it is late if nothing comes: the time that is next after this one, and the grace. */
export function lateAfter({ periodSeconds, cron, timezone, graceSeconds }: Rhythm, at: Date): Date | null {
  const next =
    cron === null || timezone === null
      ? new Date(at.getTime() + (periodSeconds ?? 0) * 1000)
      : nextTime(cron, timezone, at);
  return next && new Date(next.getTime() + graceSeconds * 1000);
}

export function afterSignal(beat: BeatEntity, signal: BeatSignal): BeatEntity {
  const { at } = signal;
  if (signal.kind === 'START') {
    // One that begins again and again and never ends is to be late all the same.
    const isWaitedFor = beat.startedAt !== null || isLate(beat, at);
    return { ...beat, startedAt: at, lateAt: isWaitedFor ? beat.lateAt : lateAfter(beat, at) };
  }
  return {
    ...beat,
    lastPingAt: at,
    startedAt: null,
    lateAt: lateAfter(beat, at),
    failed: signal.hasFailed,
    lastExitCode: signal.exitCode,
    lastBody: signal.body,
    lastBodyBytes: signal.bodyBytes,
  };
}

/** As it is after a change of when it is expected. */
export function afterChange(beat: BeatEntity): BeatEntity {
  const since = beat.startedAt ?? beat.lastPingAt;
  return { ...beat, lateAt: since && lateAfter(beat, since) };
}

/**
 * As it is after a time in which nobody could hear it: what was expected in that time may well have come, so it is
 * expected anew, and a job that ran may have ended. One that was late before is late.
 */
export function afterPause(beat: BeatEntity, from: Date, to: Date): BeatEntity {
  if (beat.lateAt === null || beat.lateAt <= from) return beat;
  const isExpected = beat.lateAt.getTime() - beat.graceSeconds * 1000 <= to.getTime();
  if (!isExpected && beat.startedAt === null) return beat;
  return { ...beat, startedAt: null, lateAt: isExpected ? lateAfter(beat, to) : beat.lateAt };
}

export function isLate({ lateAt }: Pick<BeatEntity, 'lateAt'>, now: Date): boolean {
  return lateAt !== null && lateAt <= now;
}

export function statusOf(beat: BeatEntity, now: Date): BeatStatus {
  if (beat.failed) return 'FAILED';
  if (isLate(beat, now)) return 'LATE';
  if (beat.startedAt !== null) return 'RUNNING';
  // Nobody knows whether one that has never come has been set up yet.
  return beat.lateAt === null ? 'NEW' : 'ON_TIME';
}
