import {
  scheduleLimits,
  type AuditEvent,
  type CronPreview,
  type Page,
  type Problem,
  type Rollout,
  type Schedule,
  type ScheduleCalendar,
  type ScheduleFire,
  type ScheduleSummary,
} from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collide } from '../../test/collision.js';
import { RolloutsAtRest } from '../../test/rollouts-at-rest.js';
import { startTestServer, type Answer, type Caller, type TestServer } from '../../test/test-server.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';

const nothing = '01999999-0000-7000-8000-000000000000';
const nightly = {
  name: 'Nightly facts',
  cron: '0 3 * * *',
  timezone: 'Europe/Berlin',
  rollout: { preset: 'system-facts', selector: { tagsAny: ['web'] } },
  overlap: 'SKIP',
  misfire: 'RUN_ONCE',
  enabled: true,
};

describe('/api/schedules', () => {
  let server: TestServer;
  let rest: RolloutsAtRest;

  beforeAll(async () => {
    server = await startTestServer();
    await server.app.get(ScheduledTasks).beforeApplicationShutdown();
    rest = await RolloutsAtRest.of(server);
    await rest.nodes(['web-1', 'web-2'], ['web']);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await server.stop();
  });

  const create = (more: object = {}, caller: Caller = server.admin): Promise<Answer<Schedule & Problem>> =>
    caller.post<Schedule & Problem>('/schedules', { ...nightly, ...more });
  const replace = (
    { id }: Schedule,
    fields: object,
    caller: Caller = server.admin,
  ): Promise<Answer<Schedule & Problem>> =>
    caller.put<Schedule & Problem>(`/schedules/${id}`, { ...nightly, ...fields });
  const get = (id: string): Promise<Answer<Schedule & Problem>> => server.admin.get(`/schedules/${id}`);

  it('makes one, tells it in words, and changes it for who has read it as it is', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...nightly,
      words: 'At 03:00',
      startDeadlineSeconds: 3_600,
      jitterSeconds: 0,
      version: 1,
      lastFire: null,
      createdByName: 'admin',
      warnings: [],
    });
    expect(Date.parse(body.nextAt ?? '')).toBeGreaterThan(Date.now());
    const operator = await rest.caller('OPERATOR');
    const changed = await replace(body, { version: 1, jitterSeconds: 60, cron: '0 4 * * *' }, operator);
    expect(changed).toMatchObject({ status: 200, body: { version: 2, jitterSeconds: 60, createdByName: 'OPERATOR' } });
    expect(changed.body.nextAt).not.toBe(body.nextAt);
    const stale = await replace(body, { version: 1 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'SCHEDULE_CHANGED' } });
    expect(await replace(body, {})).toMatchObject({ status: 400, body: { errors: [{ pointer: '/version' }] } });
    const paused = await replace(body, { version: 2, enabled: false });
    expect(paused.body).toMatchObject({ version: 3, enabled: false, nextAt: null });
    expect((await get(body.id)).body.enabled).toBe(false);
    const trail = await server.admin.get<Page<AuditEvent>>(`/audit?target=${body.id}`);
    expect(trail.body.items.map(({ action }) => action)).toEqual([
      'schedule.update',
      'schedule.update',
      'schedule.create',
    ]);
  });

  it('takes each name once, lists them by it, and forgets one that is deleted', async () => {
    const { body } = await create({ name: 'A first one' });
    expect(await create({ name: 'A first one' })).toMatchObject({ status: 409, body: { code: 'SCHEDULE_NAME_TAKEN' } });
    const first = await server.admin.get<Page<Schedule>>('/schedules?limit=1');
    expect(first.body.items.map(({ name }) => name)).toEqual(['A first one']);
    const second = await server.admin.get<Page<Schedule>>(`/schedules?limit=1&cursor=${first.body.nextCursor ?? ''}`);
    expect(second.body.items.map(({ name }) => name)).toEqual(['Nightly facts']);
    expect(await server.admin.delete(`/schedules/${body.id}`)).toMatchObject({ status: 204 });
    expect(await get(body.id)).toMatchObject({ status: 404 });
    expect(await server.admin.get(`/schedules/${body.id}/fires`)).toMatchObject({ status: 404 });
    expect(await server.admin.delete(`/schedules/${nothing}`)).toMatchObject({ status: 404 });
  });

  it.each([
    ['a cron expression that never comes', { cron: '0 0 30 2 *' }, '/cron'],
    ['one of six fields', { cron: '0 0 3 * * *' }, '/cron'],
    ['a zone that nobody knows', { timezone: 'Mars/Olympus' }, '/timezone'],
    ['a jitter as long as its pauses', { cron: '*/5 * * * *', jitterSeconds: 300 }, '/jitterSeconds'],
    ['no deadline at all', { startDeadlineSeconds: 0 }, '/startDeadlineSeconds'],
    ['an overlap that there is not', { overlap: 'ALLOW' }, '/overlap'],
    ['a preset that there is not', { rollout: { ...nightly.rollout, preset: 'nope' } }, '/rollout/preset'],
    [
      'a version that is not current',
      { rollout: { ...nightly.rollout, presetVersion: 4_711 } },
      '/rollout/presetVersion',
    ],
    ['a variable that there is not', { rollout: { ...nightly.rollout, variables: { x: 1 } } }, '/rollout/variables/x'],
    ['a preset and a script', { rollout: { ...nightly.rollout, script: 'true' } }, '/rollout/preset'],
    ['a window that there is not', { rollout: { ...nightly.rollout, windowId: nothing } }, '/rollout/windowId'],
    ['a time of its own', { rollout: { ...nightly.rollout, startAt: '2030-01-01T00:00:00Z' } }, '/rollout/startAt'],
    ['a budget of nothing', { rollout: { ...nightly.rollout, budget: 0 } }, '/rollout/budget'],
    ['an empty selector', { rollout: { ...nightly.rollout, selector: {} } }, '/rollout/selector'],
  ])('makes none with %s, and names the field', async (_what, more, pointer) => {
    const { status, body } = await create({ name: 'none', ...more });
    expect([status, body.errors?.map((fault) => fault.pointer)]).toEqual([400, expect.arrayContaining([pointer])]);
  });

  it('makes one that selects nobody at the moment, and says so', async () => {
    const { status, body } = await create({
      name: 'odd',
      rollout: { ...nightly.rollout, selector: { tagsAny: ['x'] } },
    });
    expect([status, body.warnings]).toEqual([201, ['The selector selects no host at the moment.']]);
  });

  it('lets nobody run a script by it who may not run one', async () => {
    const operator = await rest.caller('OPERATOR');
    const script = { name: 'script', rollout: { script: 'true', selector: { all: true } } };
    expect((await create(script, operator)).status).toBe(403);
    const { status, body } = await create(script);
    expect(status).toBe(201);
    // Who changes it is whose rights it runs by, so that is no way round.
    expect((await replace(body, { ...script, version: 1 }, operator)).status).toBe(403);
    expect((await operator.post(`/schedules/${body.id}/run`)).status).toBe(403);
    const { items } = (await server.admin.get<Page<ScheduleSummary>>('/schedules?limit=200')).body;
    expect(items.find(({ id }) => id === body.id)?.rollout, 'lists leave scripts out').toEqual({
      selector: { all: true },
    });
    expect((await get(body.id)).body.rollout).toEqual(script.rollout);
    expect((await create({ name: 'viewed' }, await rest.caller('VIEWER'))).status).toBe(403);
  });

  it('starts one by hand, also while it is paused, but not twice at once', async () => {
    const { body } = await create({ name: 'by hand', enabled: false });
    const operator = await rest.caller('OPERATOR');
    const run = (): Promise<Answer<Rollout & Problem>> => operator.post<Rollout & Problem>(`/schedules/${body.id}/run`);
    const answers = await Promise.all([run(), run()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [made] = answers.filter(({ status }) => status === 201);
    expect(made?.body).toMatchObject({ scheduleId: body.id, createdByName: 'OPERATOR', targets: 2 });
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: 'SCHEDULE_UNDER_WAY' });
    expect((await server.admin.get<Page<ScheduleFire>>(`/schedules/${body.id}/fires`)).body.items).toEqual([]);
    const trail = await server.admin.get<Page<AuditEvent>>(`/audit?action=schedule.fire&target=${body.id}`);
    expect(trail.body.items).toMatchObject([
      { actor: { type: 'user' }, details: { byHand: true, rolloutId: made?.body.id } },
    ]);
    expect((await server.admin.post(`/schedules/${nothing}/run`)).status).toBe(404);
  });

  it('tells the next times of an expression in a zone', async () => {
    const preview = (body: object) => server.admin.post<CronPreview & Problem>('/schedules/preview', body);
    const { status, body } = await preview({ cron: '0 3 1 * *', timezone: 'Asia/Tokyo', count: 3 });
    expect([status, body.words, body.next.length]).toEqual([200, 'At 03:00, on day 1 of the month', 3]);
    expect(body.next.every((time) => /-\d\dT18:00:00\.000Z$/.test(time))).toBe(true);
    expect((await preview({ cron: '0 3 * * *', timezone: 'UTC' })).body.next).toHaveLength(5);
    const refused = await preview({ cron: '61 3 * * *', timezone: 'Nowhere' });
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual(['/cron', '/timezone']);
  });

  describe('the calendar', () => {
    const calendar = (from: string, to: string) =>
      server.admin.get<ScheduleCalendar & Problem>(`/schedules/calendar?from=${from}&to=${to}`);
    const day = 24 * 60 * 60 * 1000;
    const inDays = (days: number): string => new Date(Math.floor(Date.now() / day) * day + days * day).toISOString();

    it('has what was and what will be, in order, and says where there is more', async () => {
      const { body: dense } = await create({ name: 'dense', cron: '* * * * *', timezone: 'UTC' });
      const { body: rare } = await create({ name: 'rare', cron: '30 12 * * *', timezone: 'UTC' });
      await rest.sql(`INSERT INTO schedule_fires (schedule_id, due_at, at, outcome) VALUES ($1, $2, $2, 'MISSED')`, [
        rare.id,
        inDays(-1),
      ]);
      const { body } = await calendar(inDays(-1), inDays(9));
      expect([body.items.length, body.truncated]).toEqual([1_000, true]);
      expect(body.items[0]).toEqual({
        scheduleId: rare.id,
        name: 'rare',
        at: inDays(-1),
        outcome: 'MISSED',
        rolloutId: null,
      });
      const times = body.items.map(({ at }) => Date.parse(at));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      await server.admin.delete(`/schedules/${dense.id}`);
      const later = (await calendar(inDays(5), inDays(7))).body;
      const ofRare = later.items.filter(({ scheduleId }) => scheduleId === rare.id);
      expect(ofRare.map(({ at, outcome }) => [at.slice(11, 16), outcome])).toEqual([
        ['12:30', null],
        ['12:30', null],
      ]);
      expect(later.truncated).toBe(false);
      await replace(rare, { name: 'rare', version: 1, enabled: false });
      expect((await calendar(inDays(5), inDays(7))).body.items.map(({ name }) => name)).not.toContain('rare');
    });

    it.each([
      ['ends before it begins', 1, 0],
      ['is longer than five weeks', 0, 36],
    ])('is refused where it %s', async (_what, from, to) => {
      expect(await calendar(inDays(from), inDays(to))).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '?to' }] },
      });
    });

    it('is refused without times', async () => {
      const { status, body } = await server.admin.get<Problem>('/schedules/calendar?from=tomorrow');
      expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['?from', '?to']]);
    });
  });

  it('makes so many, also of those made at once', async () => {
    await rest.sql(
      `INSERT INTO schedules SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'name', 'many ' || i))).*
       FROM schedules s, generate_series(1, $1 - (SELECT count(*)::integer FROM schedules)) i WHERE s.name = $2`,
      [scheduleLimits.schedules - 1, nightly.name],
    );
    const makes = [1, 2, 3].map((number) => () => create({ name: `last ${number}` }));
    const answers = await collide(server.database.url, 'LOCK TABLE schedules IN SHARE MODE', makes);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body.code).toBe('TOO_MANY_SCHEDULES');
  });
});
