import { describe, expect, it } from 'vitest';
import { afterChange, afterPause, afterSignal, lateAfter, statusOf, type BeatSignal } from './beat-state.js';
import type { BeatEntity } from './beat.entity.js';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);

/** Expected every hour, ten minutes of grace, heard at 10:00. */
function aBeat(differing: Partial<BeatEntity> = {}): BeatEntity {
  return {
    id: '01999999-0000-7000-8000-000000000000',
    name: 'backup',
    periodSeconds: 3600,
    cron: null,
    timezone: null,
    graceSeconds: 600,
    tokenHash: Buffer.alloc(32),
    createdAt: at('09:00'),
    lastPingAt: at('10:00'),
    startedAt: null,
    lateAt: at('11:10'),
    failed: false,
    lastExitCode: null,
    lastBody: null,
    lastBodyBytes: 0,
    ...differing,
  };
}

const aNewBeat = (): BeatEntity => aBeat({ lastPingAt: null, lateAt: null });
const start = (time: string): BeatSignal => ({ kind: 'START', at: at(time) });
const end = (time: string, exitCode = 0): BeatSignal => ({
  kind: 'END',
  at: at(time),
  hasFailed: exitCode !== 0,
  exitCode,
  body: null,
  bodyBytes: 0,
});
const after = (beat: BeatEntity, ...signals: BeatSignal[]): BeatEntity => signals.reduce(afterSignal, beat);

describe('a beat', () => {
  it('is expected its period after the last ping, or at the next time of its schedule, and late after the grace', () => {
    expect(lateAfter(aBeat(), at('10:00'))).toEqual(at('11:10'));
    const berlin = { ...aBeat(), periodSeconds: null, cron: '30 12 * * *', timezone: 'Europe/Berlin' };
    expect(lateAfter(berlin, at('10:00'))).toEqual(at('11:40'));
    expect(lateAfter(berlin, at('11:30'))).toEqual(new Date('2026-03-03T11:40:00Z'));
  });

  it('is new until it comes, on time until it is late, and on time again when it comes', () => {
    expect(statusOf(aNewBeat(), at('23:00'))).toBe('NEW');
    expect(statusOf(aBeat(), at('11:09'))).toBe('ON_TIME');
    expect(statusOf(aBeat(), at('11:10'))).toBe('LATE');
    expect(statusOf(after(aBeat(), end('11:20')), at('11:20'))).toBe('ON_TIME');
  });

  it('has failed at once by an exit code, until it says that it is well', () => {
    const failed = after(aBeat(), end('10:30', 2));
    expect([statusOf(failed, at('10:30')), failed.lastExitCode, failed.lastPingAt]).toEqual(['FAILED', 2, at('10:30')]);
    expect(statusOf(after(failed, start('10:40')), at('10:40'))).toBe('FAILED');
    expect(statusOf(after(failed, end('10:50')), at('10:50'))).toBe('ON_TIME');
  });

  it('runs from its start to its end, and is late if that does not come within period and grace', () => {
    const running = after(aBeat(), start('11:00'));
    expect(statusOf(running, at('11:30'))).toBe('RUNNING');
    expect(running.lateAt).toEqual(at('12:10'));
    expect(statusOf(running, at('12:10'))).toBe('LATE');
    expect(after(running, end('11:45'))).toMatchObject({ startedAt: null, lateAt: at('12:55') });
    expect(after(aNewBeat(), start('11:00')).lateAt).toEqual(at('12:10'));
  });

  it('is late although it begins again and again, and never ends', () => {
    const restarting = after(aBeat(), start('11:00'), start('11:30'), start('12:00'));
    expect(restarting).toMatchObject({ startedAt: at('12:00'), lateAt: at('12:10') });
    expect(statusOf(after(aBeat(), start('11:15')), at('11:16'))).toBe('LATE');
  });

  it('is expected anew when its period changes', () => {
    expect(afterChange(aBeat({ periodSeconds: 60, graceSeconds: 0 })).lateAt).toEqual(at('10:01'));
    expect(afterChange(aBeat({ startedAt: at('10:30') })).lateAt).toEqual(at('11:40'));
    expect(afterChange(aNewBeat()).lateAt).toBeNull();
  });

  it('is expected anew after a time in which nobody could hear it', () => {
    const missed = afterPause(aBeat(), at('10:50'), at('11:20'));
    expect(missed.lateAt).toEqual(at('12:30'));
    // It was expected in that time, and its grace goes on.
    expect(afterPause(aBeat(), at('10:50'), at('11:05')).lateAt).toEqual(at('12:15'));
  });

  it('is as it was after such a time where it was late before, or is expected later, or never came', () => {
    for (const beat of [aBeat({ lateAt: at('10:45') }), aBeat({ lateAt: at('12:10') }), aNewBeat()])
      expect(afterPause(beat, at('10:50'), at('11:20'))).toBe(beat);
  });

  it('that ran may have ended in such a time', () => {
    const running = aBeat({ startedAt: at('10:40'), lateAt: at('11:50') });
    expect(afterPause(running, at('10:50'), at('11:20'))).toMatchObject({ startedAt: null, lateAt: at('11:50') });
  });
});
