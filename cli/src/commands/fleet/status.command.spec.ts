import type { Node } from '@hyprbox/contracts';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aNode, aSummary } from '../../test-support/builders.js';
import { FakeServer, sendJson } from '../../test-support/fake-server.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';

describe('hyprbox status', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
  });
  afterEach(() => server.stop());

  function serve(nodes: Node[]): void {
    server.json('GET /nodes/summary', aSummary({ ONLINE: 1, CRITICAL: 1, OFFLINE: 1 }));
    server.on('GET /nodes', ({ query }, response) => {
      const start = Number(query.get('cursor') ?? 0);
      const end = start + Number(query.get('limit') ?? 50);
      sendJson(response, 200, { items: nodes.slice(start, end), nextCursor: end < nodes.length ? String(end) : null });
    });
  }

  it('shows what is wrong first, with a summary', async () => {
    serve([
      aNode(),
      aNode({ id: 'db-1', status: 'OFFLINE', lastSeenAt: '2026-01-02T01:04:05Z', metrics: null }),
      aNode({ id: 'api-1', status: 'CRITICAL' }),
    ]);
    const { code, out, err } = await runCli(['status'], { env });
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        'NODE   STATUS    CPU  MEM  DISK  LOAD  LAST SEEN',
        'db-1   OFFLINE     –    –     –     –  2 h ago',
        'api-1  CRITICAL  12%  50%   71%  0.50  5 s ago',
        'web-1  ONLINE    12%  50%   71%  0.50  5 s ago',
        '',
        '3 nodes: 1 offline, 1 critical, 1 online',
        '',
      ].join('\n'),
    );
    expect(server.received[0]?.headers.authorization).toBe('Bearer user-token');
  });

  it('stays within 80 columns and does nothing to the terminal, whatever a host is called', async () => {
    serve([aNode({ id: `x\x1b]0;owned\x07${'長'.repeat(100)}` }), aNode({ id: 'y\x1b[2J\r\n\u202e' })]);
    const { out } = await runCli(['status'], { env, isTTY: true });
    const shown = out.replace(/\x1b\[\d+m/g, '');
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it.each([
    ['a terminal', { isTTY: true }, true],
    ['a pipe', { isTTY: false }, false],
    ['a terminal with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
  ])('has colours or not on %s', async (_name, options, coloured) => {
    serve([aNode()]);
    const { out } = await runCli(['status'], { ...options, env: { ...env, ...('env' in options ? options.env : {}) } });
    expect(out.includes('\x1b[32mONLINE')).toBe(coloured);
  });

  it('fits the terminal: the worst, then a count of the rest', async () => {
    const healthy = Array.from({ length: 298 }, (_, index) => aNode({ id: `n-${index}` }));
    const bad = [aNode({ id: 'gone', status: 'OFFLINE' }), aNode({ id: 'hot', status: 'WARNING' })];
    serve([...healthy, ...bad]);
    const screen = { env, isTTY: true, rows: 12 };
    const plain = (out: string): string[] => out.replace(/\x1b\[\d+m/g, '').split('\n');
    const lines = plain((await runCli(['status'], screen)).out);
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines[1]).toMatch(/^gone +OFFLINE/);
    expect(lines.at(-4)).toBe('… and 293 more: 293 online');
    expect(plain((await runCli(['status', '--limit', '300'], screen)).out)).toHaveLength(304);
    expect(plain((await runCli(['status'], { env, isTTY: false, rows: 12 })).out)).toHaveLength(304);
  });

  it('counts what it shows: the nodes with the tag', async () => {
    serve([aNode()]);
    await runCli(['status', '--tag', 'web'], { env });
    expect(server.sent('GET /nodes/summary').map(({ query }) => query.toString())).toEqual(['tag=web']);
  });

  it('gives the whole fleet as JSON, following every page', async () => {
    serve(Array.from({ length: 450 }, (_, index) => aNode({ id: `n-${index}` })));
    const { code, out } = await runCli(['status', '--json'], { env });
    const fleet = JSON.parse(out);
    expect([code, fleet.items.length, fleet.nextCursor, fleet.summary.total]).toEqual([0, 450, null, 3]);
    expect(server.sent('GET /nodes')).toHaveLength(3);
  });

  it('stops at --limit', async () => {
    serve(Array.from({ length: 450 }, (_, index) => aNode({ id: `n-${index}` })));
    const { out } = await runCli(['status', '--json', '--limit', '7'], { env });
    expect(JSON.parse(out)).toMatchObject({ items: { length: 7 }, nextCursor: '7' });
  });

  it('tells the newcomer the next step', async () => {
    server.json('GET /nodes', { items: [], nextCursor: null });
    server.json('GET /nodes/summary', aSummary({}));
    expect((await runCli(['status'], { env })).out).toContain('hyprbox token create');
  });

  it('refreshes with --watch until it is interrupted', async () => {
    serve([aNode()]);
    const run = new CliRun(['status', '--watch', '--json'], { env });
    await run.printed('\n');
    run.interrupt();
    expect((await run.result).code).toBe(130);
  });

  it('refuses to watch without a terminal', async () => {
    expect(await runCli(['status', '--watch'], { env })).toMatchObject({ code: 2 });
  });
});
