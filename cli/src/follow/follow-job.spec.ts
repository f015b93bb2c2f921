import type { ExecutionReason, ExecutionStatus } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob, jobId } from '../test-support/builders.js';
import { FakeServer, frame, sendEvents, sendJson } from '../test-support/fake-server.js';
import { CliRun, runCli } from '../test-support/run-cli.js';

const done = frame('done', {});
const ended = (status: ExecutionStatus, reason: ExecutionReason | null, exitCode: number | null): string =>
  frame('status', { status, reason, exitCode }) + done;
const out = (offset: number, data: string): string => frame('stdout', { offset, data });

describe('hyprbox job logs --follow', () => {
  let server: FakeServer;
  let env: Record<string, string>;
  const words = ['job', 'logs', jobId, '--follow'];

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json(`GET /jobs/${jobId}`, aJob({ status: 'RUNNING' }));
  });
  afterEach(() => server.stop());

  function stream(...frames: string[]): void {
    server.on(`GET /jobs/${jobId}/stream`, (_request, response) => sendEvents(response, frames, 'end'));
  }

  it('carries stdout to stdout and stderr to stderr, byte by byte', async () => {
    const binary = Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x32, 0x4a]);
    stream(
      frame('status', { status: 'RUNNING', reason: null, exitCode: null }),
      out(0, 'grün\n'),
      frame('stderr', { offset: 0, data: 'oh\x1b[2J' }),
      frame('stdout', { offset: 6, base64: binary.toString('base64') }),
      ended('SUCCEEDED', null, 0),
    );
    const result = await runCli(words, { env });
    expect(result.code).toBe(0);
    expect(result.stdout).toEqual(Buffer.concat([Buffer.from('grün\n'), binary]));
    expect(result.err).toBe('oh\x1b[2J');
  });

  it.each([
    ['SUCCEEDED', null, 0, null, 0],
    ['FAILED', 'EXIT_CODE', 3, null, 3],
    ['FAILED', 'EXIT_CODE', 255, null, 255],
    ['FAILED', 'EXIT_CODE', null, 'SIGKILL', 137],
    ['FAILED', 'EXIT_CODE', null, null, 1],
    ['FAILED', 'TIMEOUT', null, 'SIGTERM', 124],
    ['CANCELLED', 'CANCELLED', null, 'SIGTERM', 130],
    ['FAILED', 'AGENT_LOST', null, null, 75],
    ['FAILED', 'INTERRUPTED', null, null, 75],
  ] as const)('ends as the job: %s %s %s %s gives %i', async (status, reason, exitCode, signal, code) => {
    stream(ended(status, reason, exitCode));
    server.json(`GET /jobs/${jobId}`, aJob({ status, reason, exitCode, signal }));
    expect((await runCli(words, { env })).code).toBe(code);
  });

  it('says what happened when the end is not the script’s own', async () => {
    stream(ended('FAILED', 'INTERRUPTED', null));
    const message = 'cannot read /etc/secret';
    server.json(`GET /jobs/${jobId}`, aJob({ status: 'FAILED', reason: 'INTERRUPTED', message }));
    const { err } = await runCli(words, { env });
    expect(err).toContain('interrupted');
    expect(err).toContain(message);
  });

  it('resumes where it was when the server restarts', async () => {
    const first = out(0, 'one\n');
    let connections = 0;
    server.on(`GET /jobs/${jobId}/stream`, (_request, response) => {
      connections += 1;
      if (connections === 1) sendEvents(response, ['retry: 1\n\n', first], 'cut');
      else if (connections === 2) response.destroy();
      else sendEvents(response, [first, out(4, 'two\n'), ended('SUCCEEDED', null, 0)], 'end');
    });
    const result = await runCli(words, { env });
    expect([result.code, result.out, result.err]).toEqual([0, 'one\ntwo\n', '']);
    const ids = server.sent(`GET /jobs/${jobId}/stream`).map((request) => request.headers['last-event-id']);
    expect(ids).toEqual([undefined, /id: (\d+)/.exec(first)?.[1], /id: (\d+)/.exec(first)?.[1]]);
  });

  it('tells and counts what is no longer kept', async () => {
    stream(out(2048, 'tail'), ended('SUCCEEDED', null, 0));
    const { out: stdout, err } = await runCli(words, { env });
    expect([stdout, err.includes('2.0 KB of stdout')]).toEqual(['tail', true]);
  });

  it('stops following at Ctrl-C and says how to go on', async () => {
    server.on(`GET /jobs/${jobId}/stream`, (_request, response) => sendEvents(response, [out(0, 'one\n')], 'stay'));
    const run = new CliRun(words, { env });
    await run.printed('one\n');
    run.interrupt();
    const { code, err } = await run.result;
    expect(code).toBe(130);
    expect(err).toContain('goes on');
    expect(err).toContain(`hyprbox job cancel ${jobId}`);
    expect(server.sent(`POST /jobs/${jobId}/cancel`)).toHaveLength(0);
  });

  it('gives a terminal colours, but no control of itself', async () => {
    stream(out(0, '\x1b[31mred\x1b[0m\x1b]0;owned\x07\x1b[2J!\n'), ended('SUCCEEDED', null, 0));
    expect((await runCli(words, { env, isTTY: true })).out).toBe('\x1b[31mred\x1b[0m!\n');
  });

  it('shows one stream only when asked', async () => {
    stream(out(0, 'out'), frame('stderr', { offset: 0, data: 'err' }), ended('SUCCEEDED', null, 0));
    const result = await runCli([...words, '--stream', 'stderr'], { env });
    expect([result.out, result.err]).toEqual(['', 'err']);
  });

  it('gives a line of JSON for each event', async () => {
    stream(out(0, 'a\u009b\n'), ended('FAILED', 'EXIT_CODE', 4));
    const { code, out: text, err } = await runCli([...words, '--json'], { env });
    expect([code, err]).toEqual([4, '']);
    const subject = { jobId, nodeId: 'web-1' };
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { event: 'stdout', ...subject, offset: 0, data: 'a\u009b\n' },
      { event: 'status', ...subject, status: 'FAILED', reason: 'EXIT_CODE', exitCode: 4 },
      { event: 'done', ...subject, status: 'FAILED', reason: 'EXIT_CODE', exitCode: 4, signal: null, message: null },
    ]);
  });

  it('ends quietly when nobody reads any more', async () => {
    stream(out(0, 'one\n'), ended('SUCCEEDED', null, 0));
    const run = new CliRun(words, { env });
    run.closeStdout();
    expect(await run.result).toMatchObject({ code: 141, err: '' });
  });

  it('prints all that is kept without --follow', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    server.on(`GET /jobs/${jobId}/output/stdout`, (_request, response) => void response.end(bytes));
    server.on(`GET /jobs/${jobId}/output/stderr`, (_request, response) => void response.end('err'));
    const result = await runCli(['job', 'logs', jobId], { env });
    expect([result.code, result.stdout.equals(bytes), result.err]).toEqual([0, true, 'err']);
    const json = JSON.parse((await runCli(['job', 'logs', jobId, '--json'], { env })).out);
    expect(Buffer.from(json.stdout.base64, 'base64').equals(bytes)).toBe(true);
    expect(json.stderr).toEqual({ offset: 0, data: 'err' });
  });

  it.each([
    ['SUCCEEDED', null, 0, 'SUCCEEDED'],
    ['FAILED', 'EXIT_CODE', 3, 'FAILED: exit code 3'],
    ['FAILED', 'TIMEOUT', null, 'FAILED: it ran out of time'],
    ['CANCELLED', 'CANCELLED', null, 'CANCELLED'],
  ] as const)('shows once how a job ended: %s %s %s', async (status, reason, exitCode, text) => {
    server.json(`GET /jobs/${jobId}`, aJob({ status, reason, exitCode }));
    expect((await runCli(['job', 'show', jobId], { env })).out).toMatch(new RegExp(`^Status {2,}${text}$`, 'm'));
  });

  it('cancels, and says whether it is over', async () => {
    server.on(`POST /jobs/${jobId}/cancel`, (_request, response) =>
      sendJson(response, 200, aJob({ status: 'RUNNING' })),
    );
    expect(await runCli(['job', 'cancel', jobId], { env })).toMatchObject({
      code: 0,
      out: `Asked web-1 to end ${jobId}.\nWatch it: hyprbox job logs ${jobId} --follow\n`,
    });
  });
});
