import { randomUUID } from 'node:crypto';
import type { AuditEvent, Page, PresetUse, PresetUses, Schedule } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRule } from '../../../test/alerts.js';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

const optional = ['name: who, type: string, required: false'];
const required = ['name: who, type: string, required: true'];
const another = ['name: whom, type: string, required: false'];

describe('what names a preset', () => {
  let server: TestServer;
  let admins: PresetWriter;
  let names = 100;

  beforeAll(async () => {
    server = await startTestServer();
    admins = new PresetWriter(server.admin);
    await server.node('web-1');
  });
  afterAll(() => server.stop());

  const uses = async (name: string): Promise<PresetUses> =>
    (await server.admin.get<PresetUses>(`/presets/${name}/uses`)).body;
  const faultsIn = (items: readonly PresetUse[]) =>
    Object.fromEntries(items.map(({ kind, faults }) => [kind, faults.map(({ pointer }) => pointer)]));

  async function made(path: string, body: object): Promise<string> {
    const answer = await server.admin.post<{ id: string }>(path, body);
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
    return answer.body.id;
  }
  const scheduleFields = (rollout: object) => ({
    name: `schedule ${++names}`,
    cron: '0 3 * * *',
    timezone: 'UTC',
    rollout: { selector: { nodeIds: ['web-1'] }, ...rollout },
    overlap: 'SKIP',
    misfire: 'SKIP',
    enabled: false,
  });
  const schedule = (rollout: object): Promise<string> => made('/schedules', scheduleFields(rollout));
  const rule = (preset: string, variables: object): Promise<string> =>
    made('/alerts/rules', aRule({ name: `rule ${++names}`, remediation: remediation(preset, variables) }));
  const remediation = (preset: string, variables: object) => ({
    preset,
    variables: { ...variables },
    everySeconds: 600,
    atOnce: 1,
  });
  const policy = (hooks: object): Promise<string> =>
    made('/backups/policies', {
      name: `policy ${++names}`,
      nodeId: 'web-1',
      repository: `/srv/${names}`,
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
      ...hooks,
    });
  /** Each kind of thing that can name a preset, giving the variable `who`. */
  const all = async (preset: string): Promise<string[]> => [
    await schedule({ preset, variables: { who: 'you' } }),
    await rule(preset, { who: 'you' }),
    await policy({ preHook: { preset, variables: { who: 'you' } } }),
  ];

  it('is told, each with what its next version finds wrong with it', async () => {
    const source = aSource({ variables: optional });
    await admins.version('used', source);
    const ids = await all('used');
    const { items, truncated } = await uses('used');
    expect(items.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    expect([items.flatMap(({ faults }) => faults), truncated]).toEqual([[], false]);

    await admins.save('used', aSource({ variables: another }), 1);
    const expected = {
      SCHEDULE: ['/rollout/variables/who'],
      ALERT_RULE: ['/remediation/variables/who'],
      BACKUP_POLICY: ['/preHook/variables/who'],
    };
    expect(faultsIn((await uses('used')).items)).toEqual(expected);
    const { body: asked } = await admins.publish('used', { dryRun: true });
    expect(faultsIn(asked.breaks)).toEqual(expected);
    expect(asked.breaks.map(({ name }) => name).sort()).toEqual(items.map(({ name }) => name).sort());
    const { status, body } = await admins.publish('used');
    expect([status, body.breaks]).toEqual([200, asked.breaks]);
    expect(faultsIn((await uses('used')).items)).toEqual(expected);
  });

  it('is held against the current version while the draft can’t be read', async () => {
    await admins.version('unread', aSource({ variables: optional }));
    await rule('unread', { who: 'you' });
    await admins.save('unread', 'half of a', 1);
    expect(faultsIn((await uses('unread')).items)).toEqual({ ALERT_RULE: [] });
  });

  it('counts each place: the check of a gate gives no variables, and a fixed version is no other', async () => {
    await admins.version('places', aSource());
    await schedule({ preset: 'system-facts', gates: { checkPreset: 'places' } });
    await schedule({ preset: 'places', presetVersion: 1 });
    await policy({ preHook: { preset: 'places', variables: {} }, postHook: { preset: 'places', variables: {} } });
    await admins.save('places', aSource({ variables: required }), 1);
    const { items } = await uses('places');
    expect(items.map(({ faults }) => faults.map(({ pointer }) => pointer).sort())).toEqual([
      ['/rollout/gates/checkPreset'],
      ['/rollout/presetVersion', '/rollout/variables/who'],
      ['/postHook/variables/who', '/preHook/variables/who'],
    ]);
  });

  it('is not what is gone, or names another one', async () => {
    await admins.version('unused', aSource());
    await admins.version('other', aSource());
    await all('other').catch(() => undefined);
    const id = await policy({ postHook: { preset: 'unused', variables: {} } });
    expect((await uses('unused')).items).toHaveLength(1);
    await server.admin.delete(`/backups/policies/${id}`);
    expect((await uses('unused')).items).toEqual([]);
    expect((await uses('system-facts')).items.length).toBe(1);
    expect(await server.admin.get('/presets/no-such/uses')).toMatchObject({ status: 404 });
  });

  it('is broken by its retirement, which records how many', async () => {
    await admins.version('leaving', aSource({ variables: optional }));
    await all('leaving');
    await admins.retire('leaving');
    await admins.save('leaving', aSource({ variables: optional }), 1);
    const { items } = await uses('leaving');
    expect(items.flatMap(({ faults }) => faults)).toEqual([
      { pointer: '/rollout/preset', detail: 'is retired' },
      { pointer: '/remediation/preset', detail: 'is retired' },
      { pointer: '/preHook/preset', detail: 'is retired' },
    ]);
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?action=preset.retire&limit=1');
    expect(body.items[0]?.details).toMatchObject({ preset: 'leaving', breaks: 3 });
  });

  it('can be changed in all else while it is retired, and is named by nothing new', async () => {
    await admins.version('ended', aSource({ variables: optional }));
    await admins.version('lasting', aSource({ variables: optional }));
    const [scheduleId = '', ruleId = '', policyId = ''] = await all('ended');
    const others = await all('lasting');
    await admins.retire('ended');
    const change = (
      preset: string,
      [inSchedules = '', inRules = '', inPolicies = '']: readonly string[],
      more: object = {},
    ) =>
      Promise.all([
        server.admin.put<Schedule>(`/schedules/${inSchedules}`, {
          ...scheduleFields({ preset, variables: { who: 'me' }, ...more }),
          version: 1,
        }),
        server.admin.put(`/alerts/rules/${inRules}`, {
          ...aRule({ name: `rule ${++names}`, remediation: remediation(preset, { who: 'me' }) }),
          version: 1,
        }),
        server.admin.patch(`/backups/policies/${inPolicies}`, {
          name: `policy ${++names}`,
          preHook: { preset, variables: { who: 'me' } },
        }),
      ]);
    const refused = await change('ended', others);
    expect(refused.map(({ status }) => status)).toEqual([400, 409, 400]);
    // All else of them is looked at as before.
    const [unknown] = await change('ended', [scheduleId], { windowId: randomUUID() });
    expect([unknown.status, JSON.stringify(unknown.body)]).toEqual([400, expect.stringContaining('/rollout/windowId')]);
    const kept = await change('ended', [scheduleId, ruleId, policyId]);
    expect(kept.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(kept[0].body.warnings).toEqual(['The preset ended is retired: nothing starts until it is there again.']);
  });

  it('is shown up to a limit, and says so', async () => {
    await admins.version('popular', aSource());
    const id = await schedule({ preset: 'popular' });
    await server.app.get(DataSource).query(
      `INSERT INTO schedules SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(),
         'name', 'copy ' || i))).* FROM schedules s, generate_series(1, 200) i WHERE id = $1`,
      [id],
    );
    const { items, truncated } = await uses('popular');
    expect([items.length, truncated]).toEqual([200, true]);
  });
});
