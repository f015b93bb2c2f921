import type { AuditEvent, BackupPolicy, Page, Problem, SchedulePreview } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

const asked = {
  name: 'System files',
  nodeId: 'web-1',
  repository: '/srv/backups',
  passwordRef: 'env:RESTIC_PASSWORD',
  paths: ['/etc', '/home'],
  schedule: '0 3 * * *',
};

describe('policies of backups', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.node('web-1');
    await server.node('web-2');
  });
  afterAll(() => server.stop());

  const create = (more: object = {}) =>
    server.admin.post<BackupPolicy & Problem>('/backups/policies', { ...asked, ...more });

  it('have a default for what is left out, and say when they are next due', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...asked,
      tag: null,
      timezone: 'UTC',
      catchUp: 'RUN_ONCE',
      retention: {},
      initialize: true,
      enabled: true,
      drillFiles: 100,
      scheduleText: 'At 03:00',
      nodes: 1,
      protection: 'NEVER',
    });
    expect(body.nextRuns).toHaveLength(5);
    expect((await server.admin.get<BackupPolicy>(`/backups/policies/${body.id}`)).body).toEqual(body);
  });

  it('are changed in part, replaced, paused and listed by name', async () => {
    const { body } = await create({ name: 'a first one', excludes: ['*.tmp'] });
    const path = `/backups/policies/${body.id}`;
    const changed = await server.admin.patch<BackupPolicy>(path, { enabled: false, retention: { keepDaily: 7 } });
    expect(changed.body).toMatchObject({ enabled: false, protection: 'PAUSED', nextRuns: [], excludes: ['*.tmp'] });
    const replaced = await server.admin.put<BackupPolicy>(path, { ...asked, nodeId: null, tag: 'none' });
    expect(replaced.body).toMatchObject({ name: asked.name, excludes: [], retention: {}, nodes: 0, tag: 'none' });
    const first = await server.admin.get<Page<BackupPolicy>>('/backups/policies?limit=1');
    const rest = await server.admin.get<Page<BackupPolicy>>(`/backups/policies?cursor=${first.body.nextCursor ?? ''}`);
    const names = [...first.body.items, ...rest.body.items].map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(1);
  });

  it('are audited with what was changed', async () => {
    const { body } = await create();
    await server.admin.patch(`/backups/policies/${body.id}`, { name: 'Another', paths: asked.paths });
    await server.admin.delete(`/backups/policies/${body.id}`);
    const { body: trail } = await server.admin.get<Page<AuditEvent>>(`/audit?target=${body.id}`);
    expect(trail.items.map(({ action }) => action).sort()).toEqual([
      'backup.policy.create',
      'backup.policy.delete',
      'backup.policy.update',
    ]);
    expect(trail.items.find(({ action }) => action === 'backup.policy.update')?.details).toEqual({ name: 'Another' });
  });

  it.each<[object, string]>([
    [{ name: '' }, '/name'],
    [{ name: 'a\u001b[31mb' }, '/name'],
    [{ nodeId: null }, '/nodeId'],
    [{ tag: 'web' }, '/tag'],
    [{ nodeId: 'WEB' }, '/nodeId'],
    [{ repository: 'relative' }, '/repository'],
    [{ repository: '--password-command=x' }, '/repository'],
    [{ repository: '/srv/../etc' }, '/repository'],
    [{ repository: 'sftp:-oProxyCommand=x:/srv' }, '/repository'],
    [{ repository: 'rclone:-x:srv' }, '/repository'],
    [{ repository: 'rest:https://user:secret@host/' }, '/repository'],
    [{ repository: 's3:https://key:secret@host/bucket' }, '/repository'],
    [{ repository: '/srv\nx' }, '/repository'],
    [{ repository: 'rest:https://host:99999/x' }, '/repository'],
    [{ repository: 'rest:http://host:0/' }, '/repository'],
    [{ repository: 'rest:http://host:port/' }, '/repository'],
    [{ repository: 's3:host:65536/bucket' }, '/repository'],
    [{ repository: 'sftp://host:70000/srv' }, '/repository'],
    [{ passwordRef: 'secret' }, '/passwordRef'],
    [{ passwordRef: 'env:HYPRBOX_NODE_TOKEN' }, '/passwordRef'],
    [{ passwordRef: 'file:/srv/../etc' }, '/passwordRef'],
    [{ environment: { RESTIC_PASSWORD_COMMAND: 'env:X' } }, '/environment/RESTIC_PASSWORD_COMMAND'],
    [{ environment: { RESTIC_PASSWORD: 'env:X' } }, '/environment/RESTIC_PASSWORD'],
    [{ environment: { RCLONE_PASSWORD_COMMAND: 'env:X' } }, '/environment/RCLONE_PASSWORD_COMMAND'],
    [{ environment: { LD_PRELOAD: 'file:/x' } }, '/environment/LD_PRELOAD'],
    [{ environment: { PATH: 'env:X' } }, '/environment/PATH'],
    [{ environment: { AWS_ACCESS_KEY_ID: 'AKIA' } }, '/environment/AWS_ACCESS_KEY_ID'],
    [{ paths: [] }, '/paths'],
    [{ paths: ['/etc', 'home'] }, '/paths/1'],
    [{ paths: ['/etc\0'] }, '/paths/0'],
    [{ excludes: ['--files-from=/x'] }, '/excludes/0'],
    [{ excludes: ['a\nb'] }, '/excludes/0'],
    [{ tags: ['-x'] }, '/tags/0'],
    [{ tags: ['a,b'] }, '/tags/0'],
    [{ tags: ['hyprbox:x'] }, '/tags/0'],
    [{ schedule: '@daily' }, '/schedule'],
    [{ schedule: '0 0 31 2 *' }, '/schedule'],
    [{ timezone: 'Mars/Base' }, '/timezone'],
    [{ checkSchedule: '* * * *' }, '/checkSchedule'],
    [{ checkReadData: '200%' }, '/checkReadData'],
    [{ retention: { keepHourly: 1 } }, '/retention/keepHourly'],
    [{ retention: { keepLast: -1 } }, '/retention/keepLast'],
    [{ drillFiles: 0 }, '/drillFiles'],
    [{ drillDirectory: 'scratch' }, '/drillDirectory'],
    [{ preHook: { preset: 'no-such-preset', variables: {} } }, '/preHook/preset'],
    [{ postHook: { preset: 'system-facts', variables: { x: 1 } } }, '/postHook/variables/x'],
    [{ uploadLimitKiBps: 0 }, '/uploadLimitKiBps'],
    [{ priority: 'HIGH' }, '/priority'],
    [{ enabled: 'yes' }, '/enabled'],
    [{ 'a/b': 1 }, '/a~1b'],
  ])('refuse %o, and say where the fault is', async (fault, pointer) => {
    const { status, body } = await create(fault);
    expect([status, body.errors?.map((each) => each.pointer)]).toEqual([400, [pointer]]);
  });

  it('need a node that is there', async () => {
    expect((await create({ nodeId: 'no-such-node' })).status).toBe(404);
  });

  it('of a tag need to be told which node is meant', async () => {
    await server.admin.patch('/nodes/web-1', { tags: ['web'] });
    await server.admin.patch('/nodes/web-2', { tags: ['web'] });
    const { body } = await create({ nodeId: null, tag: 'web', repository: 'sftp:backup@host:/srv/{nodeId}' });
    expect(body.nodes).toBe(2);
    const run = (request: object) =>
      server.admin.post<Problem & { nodeId: string }>(`/backups/policies/${body.id}/run`, request);
    expect((await run({})).body.errors?.[0]?.pointer).toBe('/nodeId');
    expect((await run({ nodeId: 'elsewhere' })).status).toBe(400);
    expect((await run({ nodeId: 'web-2' })).body.nodeId).toBe('web-2');
  });

  it('show a schedule before it is used, and what is wrong with it', async () => {
    const preview = (schedule: unknown, timezone?: string) =>
      server.admin.post<SchedulePreview & Problem>('/backups/schedules/preview', { schedule, timezone });
    const { body } = await preview('30 2 * * 1', 'Europe/Berlin');
    expect([body.words, body.next.length]).toEqual(['At 02:30, only on Monday', 5]);
    expect((await preview('nonsense')).body.errors?.[0]?.pointer).toBe('/schedule');
    expect((await preview('0 3 * * *', 'x/y')).body.errors?.[0]?.pointer).toBe('/timezone');
  });
});
