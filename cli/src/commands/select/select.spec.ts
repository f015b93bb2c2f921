import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from '../../test-support/fake-server.js';
import { runCli } from '../../test-support/run-cli.js';

const saved = (name: string, selector: object): object => ({
  name,
  selector,
  updatedByName: 'Ada',
  updatedAt: '2026-01-02T03:00:00.000Z',
});

describe('hosts that a selector means', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    const items = [{ nodeId: 'web-1', hostname: 'web-1.example.com', status: 'ONLINE' }];
    server.json('POST /nodes/select', { count: 1, digest: 'd', items });
    const page = { items: [saved('lab', { nodeIds: ['lab-1'] }), saved('debian web', { tagsAll: ['web'] })] };
    server.json('GET /selectors', { ...page, nextCursor: null });
    server.json('PUT /selectors/x', saved('x', { tagsAll: ['web'] }));
    server.on('DELETE /selectors/lab', (_request, response) => void response.writeHead(204).end());
    server.json('POST /nodes/tags', { changed: 2, unchanged: 1 });
  });
  afterEach(() => server.stop());

  const cli = (...words: string[]) => runCli(words, { env });
  const selected = (): unknown => server.sent('POST /nodes/select').at(-1)?.body;

  it('shows them, with or without the verb, and under the noun of nodes', async () => {
    for (const words of [['select'], ['select', 'show'], ['node', 'select']]) {
      const { code, out } = await cli(...words, 'web-1', '--tag', 'web');
      expect([code, out]).toEqual([0, expect.stringContaining('web-1.example.com')]);
      expect(selected()).toEqual({ selector: { nodeIds: ['web-1'], tagsAll: ['web'] } });
    }
  });

  it('takes a selector by its name, whole', async () => {
    await cli('select', '--selector', 'debian web');
    expect(selected()).toEqual({ selector: { tagsAll: ['web'] } });
    const unknown = await cli('select', '--selector', 'debian wbe');
    expect([unknown.code, unknown.err]).toEqual([4, expect.stringContaining('did you mean "debian web"?')]);
    for (const more of [['--all'], ['--tag', 'x'], ['web-1']]) {
      expect((await cli('select', '--selector', 'lab', ...more)).code).toBe(2);
    }
  });

  it('saves, lists and forgets them', async () => {
    expect((await cli('select', '--tag', 'web', '--save', 'x')).code).toBe(0);
    expect((await cli('select', 'save', 'x', '--tag', 'web')).code).toBe(0);
    expect(server.sent('PUT /selectors/x').map(({ body }) => body)).toEqual([
      { selector: { tagsAll: ['web'] } },
      { selector: { tagsAll: ['web'] } },
    ]);
    expect((await cli('select', 'list')).out).toMatch(/debian web +tagged web/);
    expect((await cli('select', 'delete', 'lab')).code).toBe(0);
    expect(server.sent('DELETE /selectors/lab')).toHaveLength(1);
  });

  it('gives and takes tags of all of them in one call', async () => {
    const { out } = await cli(
      'node',
      'tag',
      '--selector',
      'lab',
      '--add',
      'prod',
      '--add',
      'eu',
      '--remove',
      'x',
      '--json',
    );
    expect(JSON.parse(out)).toEqual({ changed: 2, unchanged: 1 });
    expect(server.sent('POST /nodes/tags')[0]?.body).toEqual({
      selector: { nodeIds: ['lab-1'] },
      add: ['prod', 'eu'],
      remove: ['x'],
    });
    expect((await cli('node', 'tag', 'web-1')).code).toBe(2);
    expect((await cli('node', 'tag', '--add', 'x')).code).toBe(2);
  });
});
