import type { JobSummary } from '@hyprbox/contracts';
import { aJob } from '../../testing/builders';
import { exitWords, outcomeWords } from './outcome-words';
import { preciseDuration, roundDuration, runDuration } from './run-duration';

describe('outcomeWords', () => {
  const failed = (change: Partial<JobSummary>): JobSummary =>
    aJob({ status: 'FAILED', exitCode: null, startedAt: '2026-01-01T00:00:00.000Z', ...change });

  it('has nothing to say of a job that succeeded or goes on', () => {
    expect(outcomeWords(aJob())).toBeNull();
    expect(outcomeWords(aJob({ status: 'RUNNING', exitCode: null }))).toBeNull();
  });

  it.each([
    [failed({ reason: 'EXIT_CODE', exitCode: 3 }), 'exit code 3', '3'],
    [failed({ reason: 'EXIT_CODE', signal: 'SIGKILL' }), 'SIGKILL', 'SIGKILL'],
    [failed({ reason: 'TIMEOUT', timeoutSeconds: 600 }), 'time limit of 10 min', 'time limit'],
    [failed({ reason: 'AGENT_LOST' }), 'The host went silent', 'lost'],
    [failed({ reason: 'AGENT_LOST', lateExitCode: 0 }), 'had ended with exit code 0', 'lost, late 0'],
    [failed({ reason: 'INTERRUPTED' }), 'never run twice', 'interrupted'],
    [failed({ status: 'CANCELLED', reason: 'CANCELLED' }), 'while it ran', '–'],
    [failed({ status: 'CANCELLED', reason: 'CANCELLED', startedAt: null }), 'nothing ran', '–'],
  ])('explains an end (%#)', (job, words, exit) => {
    expect(outcomeWords(job)).toContain(words);
    expect(exitWords(job)).toBe(exit);
  });

  it('passes on what the agent said', () => {
    expect(outcomeWords(failed({ reason: 'EXIT_CODE', exitCode: 126, message: 'secret key: no such file' }))).toContain(
      'The agent said: secret key: no such file',
    );
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [640, '640 ms'],
    [6_240, '6.2 s'],
    [42_000, '42 s'],
    [192_000, '3 min 12 s'],
  ])('shows %i ms as %s', (milliseconds, words) => {
    expect(preciseDuration(milliseconds)).toBe(words);
  });

  it('counts a running job up to now, also where the clocks differ', () => {
    const startedAt = '2026-01-01T00:00:10.000Z';
    const now = Date.parse('2026-01-01T00:00:16.900Z');
    expect(runDuration({ startedAt, finishedAt: null }, now)).toBe('6 s');
    expect(runDuration({ startedAt, finishedAt: null }, now - 20_000)).toBe('0 s');
    expect(runDuration({ startedAt: null, finishedAt: null }, now)).toBeNull();
  });

  it('leaves out what is nought', () => {
    expect([roundDuration(600), roundDuration(90), roundDuration(7_200)]).toEqual(['10 min', '1 min 30 s', '2 h']);
  });
});
