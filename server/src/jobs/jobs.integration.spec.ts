import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job, JobSummary, Page, PresetSummary, Problem } from '@hyprbox/contracts';
import { startTestServer, type TestServer } from '../../test/test-server.js';

describe('lists of jobs', () => {
  let server: TestServer;
  const jobs: Job[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    await server.node('web-1');
    await server.node('db-1');
    for (const nodeId of ['web-1', 'web-1', 'db-1']) {
      const { body } = await server.admin.post<Job>('/jobs', { nodeId, preset: 'system-facts', variables: {} });
      jobs.unshift(body);
    }
    await server.admin.post(`/jobs/${jobs[0]?.id ?? ''}/cancel`);
  });
  afterAll(() => server.stop());

  const ids = async (query: string): Promise<string[]> => {
    const { body } = await server.admin.get<Page<JobSummary>>(`/jobs?${query}`);
    return body.items.map(({ id }) => id);
  };
  const idsOf = (...indexes: number[]): string[] => indexes.map((index) => jobs[index]?.id ?? '');

  it('are newest first, and carry neither script nor output', async () => {
    const { body } = await server.admin.get<Page<JobSummary>>('/jobs');
    expect(body.items.map(({ id }) => id)).toEqual(idsOf(0, 1, 2));
    expect(body.nextCursor).toBeNull();
    for (const name of ['script', 'stdout', 'stderr']) expect(body.items[0]).not.toHaveProperty(name);
  });

  it('go on where the page before ended', async () => {
    const first = await server.admin.get<Page<JobSummary>>('/jobs?limit=2');
    expect(first.body.items.map(({ id }) => id)).toEqual(idsOf(0, 1));
    expect(await ids(`limit=2&cursor=${first.body.nextCursor ?? ''}`)).toEqual(idsOf(2));
  });

  it('are narrowed by node, status, preset, creator and time', async () => {
    expect(await ids('nodeId=web-1')).toEqual(idsOf(1, 2));
    expect(await ids('status=CANCELLED')).toEqual(idsOf(0));
    expect(await ids('preset=time-sync')).toEqual([]);
    expect(await ids(`createdBy=${jobs[0]?.createdBy ?? ''}&preset=system-facts`)).toEqual(idsOf(0, 1, 2));
    expect(await ids('createdBy=01999999-0000-7000-8000-000000000000')).toEqual([]);
    const second = encodeURIComponent(jobs[1]?.createdAt ?? '');
    expect(await ids(`from=${second}`)).toEqual(expect.arrayContaining(idsOf(0, 1)));
    expect(await ids(`to=${second}`)).not.toContain(jobs[1]?.id);
    expect(await ids('from=2020-01-01&to=2020-01-02T00:00:00%2B02:00')).toEqual([]);
  });

  it.each([
    'from=2026-W10',
    'from=2026-001',
    'from=2026',
    'from=2026-11',
    'from=2026-02-30',
    'from=2026-01-01T00:00:00,5Z',
    'from=2026-01-01T00:00:00',
    'to=tomorrow',
    'preset=%00',
    'preset=a&preset=b',
    'status=queued',
    'nodeId=WEB',
    'createdBy=me',
    'limit=0',
    'limit=201',
    'limit=1&limit=2',
    'offset=1',
  ])('refuse ?%s', async (query) => {
    const { status, body } = await server.admin.get<Problem>(`/jobs?${query}`);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.pointer).toBe(`?${query.split('=')[0] ?? ''}`);
  });

  const cursorOf = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');

  it.each(['', 'x', cursorOf([]), cursorOf(['web-1']), cursorOf([null]), cursorOf([1, 2]), cursorOf(['\0'])])(
    'refuse the cursor "%s", which is of no list of jobs',
    async (cursor) => {
      const { status, body } = await server.admin.get<Problem>(`/jobs?cursor=${cursor}`);
      expect([status, body.errors?.[0]?.pointer]).toEqual([400, '?cursor']);
    },
  );

  it.each(['toString', 'hasOwnProperty', 'valueOf', 'nope'])(
    'have no job with the unknown variable %s',
    async (name) => {
      const { status, body } = await server.admin.post<Problem>('/jobs', {
        nodeId: 'web-1',
        preset: 'system-facts',
        variables: { [name]: 'x' },
      });
      expect([status, body.errors?.[0]?.pointer]).toEqual([400, `/variables/${name}`]);
    },
  );

  it('have presets beside them that come in pages, too', async () => {
    const all = (await server.admin.get<Page<PresetSummary>>('/presets')).body.items.map(({ name }) => name);
    const first = (await server.admin.get<Page<PresetSummary>>('/presets?limit=10')).body;
    expect(first.items.map(({ name }) => name)).toEqual(all.slice(0, 10));
    const rest = (await server.admin.get<Page<PresetSummary>>(`/presets?cursor=${first.nextCursor ?? ''}`)).body;
    expect(rest).toMatchObject({ nextCursor: null });
    expect(rest.items.map(({ name }) => name)).toEqual(all.slice(10));
    for (const query of ['limit=0', 'limit=201', 'cursor=x', `cursor=${cursorOf([1])}`, 'category=x']) {
      expect((await server.admin.get(`/presets?${query}`)).status).toBe(400);
    }
  });
});
