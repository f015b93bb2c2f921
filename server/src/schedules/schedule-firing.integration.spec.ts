import type { AlertWindow, AuditEvent, Page, Rollout, Schedule, ScheduleFire } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aSource, PresetWriter } from '../../test/preset-authors.js';
import { startReplica } from '../../test/replica.js';
import { RolloutsAtRest } from '../../test/rollouts-at-rest.js';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { ScheduledTasks } from '../scheduled-tasks/scheduled-tasks.js';
import { Clock } from '../time/clock.js';
import { startOf } from './fire-times.js';
import { ScheduleFireRetention } from './schedule-fire-retention.js';
import { ScheduleRoundService } from './schedule-round.service.js';
import { ScheduleStarts } from './schedule-starts.service.js';

const minuteMs = 60_000;
const signal = new AbortController().signal;

describe('a schedule that is due', () => {
  let server: TestServer;
  let rest: RolloutsAtRest;
  let names = 0;
  /** The time as the server sees it: never one to come, for which sessions would be too old. */
  let now = new Date();

  beforeAll(async () => {
    server = await startTestServer();
    server.app.get(Clock).now = () => now;
    // The server's own rounds would take what is due at moments of their own.
    await server.app.get(ScheduledTasks).beforeApplicationShutdown();
    rest = await RolloutsAtRest.of(server);
    await rest.nodes(['web-1', 'web-2'], ['web']);
    // Signed in now: a session of the past would be over.
    await rest.caller('OPERATOR');
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await server.stop();
  });
  afterEach(async () => {
    await rest.sql('DELETE FROM schedules');
    await rest.sql('DELETE FROM alert_windows');
    await endRollouts();
  });

  const endRollouts = (): Promise<void> =>
    rest.sql(`UPDATE rollouts SET state = 'SUCCEEDED', finished_at = now() WHERE finished_at IS NULL`);
  const at = (time: string | number): void => void (now = new Date(time));
  const look = (): Promise<number | null> => server.app.get(ScheduleRoundService).run(signal);
  const lookAt = (time: string | number): Promise<number | null> => {
    at(time);
    return look();
  };

  async function scheduled(more: object = {}, rollout: object = {}, caller: Caller = server.admin): Promise<Schedule> {
    const { status, body } = await caller.post<Schedule>('/schedules', {
      name: `schedule ${++names}`,
      cron: '*/10 * * * *',
      timezone: 'UTC',
      rollout: { preset: 'system-facts', selector: { tagsAny: ['web'] }, ...rollout },
      overlap: 'SKIP',
      misfire: 'RUN_ONCE',
      enabled: true,
      ...more,
    });
    expect(status).toBe(201);
    return body;
  }
  const fires = async ({ id }: Schedule): Promise<ScheduleFire[]> =>
    (await server.admin.get<Page<ScheduleFire>>(`/schedules/${id}/fires?limit=200`)).body.items;
  const outcomes = async (schedule: Schedule): Promise<string[]> =>
    (await fires(schedule)).map(({ outcome }) => outcome).reverse();
  const rolloutOf = async ({ rolloutId }: Pick<ScheduleFire, 'rolloutId'>): Promise<Rollout> =>
    (await server.admin.get<Rollout>(`/rollouts/${rolloutId ?? ''}`)).body;
  const rolloutsOf = async (schedules: readonly Schedule[]): Promise<number> => {
    const [row] = await server.app
      .get(DataSource)
      .query<{ count: number }[]>('SELECT count(*)::integer AS count FROM rollouts WHERE schedule_id = ANY($1)', [
        schedules.map(({ id }) => id),
      ]);
    return row?.count ?? 0;
  };

  it('starts its rollout once, by the rights of its owner, and has a next time', async () => {
    at('2026-06-01T00:00:30Z');
    const schedule = await scheduled();
    expect(schedule).toMatchObject({ nextAt: '2026-06-01T00:10:00.000Z', lastFire: null, createdByName: 'admin' });
    expect(await look()).toBe(9.5 * minuteMs);
    expect(await fires(schedule)).toEqual([]);
    await lookAt('2026-06-01T00:10:00Z');
    await look();
    const [fire, ...others] = await fires(schedule);
    expect(others).toEqual([]);
    expect(fire).toMatchObject({ dueAt: '2026-06-01T00:10:00.000Z', outcome: 'STARTED', detail: null });
    expect(await rolloutOf(fire ?? { rolloutId: null })).toMatchObject({
      scheduleId: schedule.id,
      createdByName: 'admin',
      targets: 2,
      state: 'RUNNING',
    });
    const { body } = await server.admin.get<Schedule>(`/schedules/${schedule.id}`);
    expect(body).toMatchObject({ nextAt: '2026-06-01T00:20:00.000Z', lastFire: fire });
    const { currentPreset } = body;
    expect(currentPreset).toMatchObject({ name: 'system-facts', version: expect.any(Number), state: 'PUBLISHED' });
    expect(currentPreset?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(fire?.preset).toEqual({
      name: 'system-facts',
      version: currentPreset?.version,
      sha256: currentPreset?.sha256,
    });
    const trail = await server.admin.get<Page<AuditEvent>>(`/audit?action=schedule.fire&target=${schedule.id}`);
    expect(trail.body.items).toMatchObject([
      { actor: { type: 'system' }, outcome: 'success', details: { rolloutId: fire?.rolloutId, owner: 'admin' } },
    ]);
  });

  it.each([
    ['forward in Berlin', 'Europe/Berlin', '30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
    ['back in Berlin', 'Europe/Berlin', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    [
      'forward by half an hour on Lord Howe',
      'Australia/Lord_Howe',
      '15 2 * * *',
      '2026-10-03T02:00Z',
      ['2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      'back by half an hour on Lord Howe',
      'Australia/Lord_Howe',
      '45 1 * * *',
      '2026-04-04T02:00Z',
      ['2026-04-04T14:45', '2026-04-05T15:15'],
    ],
  ])('fires once a day also where the clock is set %s', async (_what, timezone, cron, from, expected) => {
    at(from);
    const schedule = await scheduled({ timezone, cron });
    for (let minutes = 0; minutes < 2 * 24 * 60; minutes += 15) await lookAt(Date.parse(from) + minutes * minuteMs);
    const due = (await fires(schedule)).map(({ dueAt }) => dueAt).reverse();
    expect(due).toEqual(expected.map((time) => `${time}:00.000Z`));
  });

  it('runs the last of what a week without a server missed, where that is not too late, and says of the others that they were', async () => {
    at('2026-06-01T00:30:00Z');
    const hourly = { cron: '0 * * * *' };
    const once = await scheduled(hourly);
    const late = await scheduled({ ...hourly, startDeadlineSeconds: 600 });
    const skip = await scheduled({ ...hourly, misfire: 'SKIP' });
    await lookAt('2026-06-08T00:20:00Z');
    const [last, ...missed] = await fires(once);
    expect(last).toMatchObject({ dueAt: '2026-06-08T00:00:00.000Z', outcome: 'STARTED' });
    expect(missed.map(({ outcome }) => outcome)).toEqual(Array(99).fill('MISSED'));
    expect(missed.at(-1)?.detail).toContain('So were 68 before it.');
    for (const each of [late, skip]) expect(await outcomes(each)).toEqual(Array(100).fill('MISSED'));
    expect((await fires(late))[0]?.detail).toMatch(/1200 s late, and may at most 600 s late/);
    expect((await server.admin.get<Schedule>(`/schedules/${skip.id}`)).body.nextAt).toBe('2026-06-08T01:00:00.000Z');
    expect(await rolloutsOf([once, late, skip])).toBe(1);
  });

  it('starts as late as its deadline says, and no later', async () => {
    at('2026-06-01T00:00:00Z');
    const inTime = await scheduled({ startDeadlineSeconds: 60 });
    await lookAt('2026-06-01T00:11:00Z');
    const tooLate = await scheduled({ startDeadlineSeconds: 60 });
    await lookAt('2026-06-01T00:21:00.001Z');
    expect((await outcomes(inTime))[0]).toBe('STARTED');
    expect(await outcomes(tooLate)).toEqual(['MISSED']);
  });

  it('is put off by its jitter, the same in each replica, and keeps its due time', async () => {
    at('2026-06-01T00:30:00Z');
    const schedule = await scheduled({ cron: '0 * * * *', jitterSeconds: 3_000 });
    const startsAt = startOf(schedule, new Date(schedule.nextAt ?? '')).getTime();
    await lookAt(startsAt - 1);
    expect(await fires(schedule)).toEqual([]);
    await lookAt(startsAt);
    expect(await fires(schedule)).toMatchObject([{ dueAt: schedule.nextAt, outcome: 'STARTED' }]);
  });

  it('is left out while the rollout before is not over, where its overlap is SKIP', async () => {
    at('2026-06-01T00:00:00Z');
    const schedule = await scheduled();
    await lookAt('2026-06-01T00:10:00Z');
    await lookAt('2026-06-01T00:20:00Z');
    await endRollouts();
    await lookAt('2026-06-01T00:30:00Z');
    expect(await outcomes(schedule)).toEqual(['STARTED', 'SKIPPED_OVERLAP', 'STARTED']);
    expect((await fires(schedule))[1]?.detail).toMatch(/is not over: it is RUNNING/);
  });

  it('waits for the rollout before where its overlap is QUEUE, one firing at most, and not while it is paused', async () => {
    at('2026-06-01T00:00:00Z');
    const schedule = await scheduled({ overlap: 'QUEUE' });
    for (const minute of ['10', '20', '30']) await lookAt(`2026-06-01T00:${minute}:00Z`);
    expect(await outcomes(schedule)).toEqual(['STARTED', 'QUEUED', 'SKIPPED_OVERLAP']);
    await endRollouts();
    await lookAt('2026-06-01T00:31:00Z');
    await look();
    expect(await outcomes(schedule)).toEqual(['STARTED', 'STARTED', 'SKIPPED_OVERLAP']);
    expect((await fires(schedule))[1]).toMatchObject({
      dueAt: '2026-06-01T00:20:00.000Z',
      at: '2026-06-01T00:31:00.000Z',
    });
    expect(await rolloutsOf([schedule])).toBe(2);
    await lookAt('2026-06-01T00:40:00Z');
    const { id, name, cron, timezone, rollout, overlap, misfire, version } = schedule;
    const paused = { name, cron, timezone, rollout, overlap, misfire, version, enabled: false };
    expect(await server.admin.put(`/schedules/${id}`, paused)).toMatchObject({ status: 200 });
    await endRollouts();
    await look();
    expect((await outcomes(schedule)).at(-1)).toBe('SKIPPED_OVERLAP');
    expect((await fires(schedule))[0]?.detail).toMatch(/paused/);
  });

  it('takes the place of the rollout before where its overlap is REPLACE', async () => {
    at('2026-06-01T00:00:00Z');
    const schedule = await scheduled({ overlap: 'REPLACE' });
    await lookAt('2026-06-01T00:10:00Z');
    await lookAt('2026-06-01T00:20:00Z');
    const [second, first] = await fires(schedule);
    expect(await rolloutOf(first ?? { rolloutId: null })).toMatchObject({ state: 'ABORTED', reason: 'REPLACED' });
    expect(await rolloutOf(second ?? { rolloutId: null })).toMatchObject({ state: 'RUNNING' });
  });

  it('starts nothing by the rights of somebody who has them no more, and says so', async () => {
    at('2026-06-01T00:00:00Z');
    const operator = await rest.caller('OPERATOR');
    const theirs = await scheduled({}, {}, operator);
    const script = await scheduled({}, { preset: undefined, script: 'true' });
    const admin = theirs.createdBy;
    await rest.sql('UPDATE users SET disabled_at = now() WHERE id = $1', [admin]);
    await rest.sql('UPDATE schedules SET created_by = $1 WHERE id = $2', [await otherOperator(), script.id]);
    await lookAt('2026-06-01T00:10:00Z');
    expect(await fires(theirs)).toMatchObject([{ outcome: 'FAILED', rolloutId: null }]);
    expect((await fires(theirs))[0]?.detail).toMatch(/OPERATOR, is disabled/);
    expect((await fires(script))[0]?.detail).toMatch(/job\.adhoc/);
    await rest.sql(`UPDATE users SET disabled_at = NULL, role = 'VIEWER' WHERE id = $1`, [admin]);
    await lookAt('2026-06-01T00:20:00Z');
    expect((await fires(theirs))[0]?.detail).toMatch(/may not run jobs any more/);
    const trail = await server.admin.get<Page<AuditEvent>>(`/audit?action=schedule.fire&target=${theirs.id}`);
    expect(trail.body.items.map(({ outcome }) => outcome)).toEqual(['failure', 'failure']);
  });

  const otherOperator = async (): Promise<string> => {
    const [row] = await server.app.get(DataSource).query<{ id: string }[]>(
      `INSERT INTO users (id, email, name, password_hash, role, created_at)
       VALUES (gen_random_uuid(), 'other@example.com', 'other', '', 'OPERATOR', now()) RETURNING id`,
    );
    return row?.id ?? '';
  };

  it('starts nothing where no host is selected, or its rollout can not be made any more', async () => {
    at('2026-06-01T00:00:00Z');
    const nobody = await scheduled({}, { selector: { tagsAny: ['nobody'] } });
    const gone = await scheduled();
    await rest.sql(`UPDATE schedules SET rollout = rollout || '{"preset":"gone"}' WHERE id = $1`, [gone.id]);
    await lookAt('2026-06-01T00:10:00Z');
    expect(await outcomes(nobody)).toEqual(['NO_HOSTS']);
    expect(await fires(gone)).toMatchObject([{ outcome: 'FAILED', detail: 'There is no such preset.' }]);
    await rest.nodes(['late-1'], ['nobody']);
    await lookAt('2026-06-01T00:20:00Z');
    expect(await outcomes(nobody)).toEqual(['NO_HOSTS', 'STARTED']);
  });

  it('names the version that it would run now, and of each firing the one that ran', async () => {
    at('2026-06-01T00:00:30Z');
    const presets = new PresetWriter(server.admin);
    const first = await presets.version('renewed', aSource());
    const schedule = await scheduled({}, { preset: 'renewed' });
    expect(schedule.currentPreset).toMatchObject({ name: 'renewed', version: 1, sha256: first.sha256 });
    const ofOnesOwn = await scheduled({}, { preset: undefined, script: 'echo own' });
    expect(ofOnesOwn.currentPreset).toBeNull();
    await lookAt('2026-06-01T00:10:00Z');
    const second = await presets.version('renewed', aSource({ body: 'echo again' }), 1);
    await presets.retire('renewed');
    await lookAt('2026-06-01T00:20:00Z');
    expect((await fires(schedule)).map(({ preset }) => preset)).toEqual([
      null,
      { name: 'renewed', version: 1, sha256: first.sha256 },
    ]);
    expect((await fires(ofOnesOwn)).map(({ preset }) => preset)).toEqual([null, null]);
    const { body } = await server.admin.get<Schedule>(`/schedules/${schedule.id}`);
    expect(body.currentPreset).toEqual({ name: 'renewed', version: 2, sha256: second.sha256, state: 'RETIRED' });
  });

  it('says that its preset is retired, stays due, and starts again once that is back', async () => {
    at('2026-06-01T00:00:00Z');
    const presets = new PresetWriter(server.admin);
    await presets.version('greeting', aSource());
    const schedule = await scheduled({}, { preset: 'greeting' });
    const checked = await scheduled({}, { gates: { checkPreset: 'greeting' } });
    await presets.retire('greeting');
    await lookAt('2026-06-01T00:10:00Z');
    expect(await fires(schedule)).toMatchObject([
      { outcome: 'FAILED', detail: expect.stringContaining('The preset greeting is retired') },
    ]);
    expect(await fires(checked)).toMatchObject([{ outcome: 'FAILED', detail: expect.stringContaining('is retired') }]);
    const byHand = await server.admin.post(`/schedules/${schedule.id}/run`);
    expect([byHand.status, JSON.stringify(byHand.body)]).toEqual([400, expect.stringContaining('is retired')]);
    await presets.version('greeting', aSource({ body: 'echo back' }), 1);
    await lookAt('2026-06-01T00:20:00Z');
    expect(await outcomes(schedule)).toEqual(['FAILED', 'STARTED']);
    const [fired = { rolloutId: null }] = await fires(schedule);
    expect(await rolloutOf(fired)).toMatchObject({ preset: 'greeting', presetVersion: 2 });
  });

  const windowOf = async (nodeIds: string[], from: string, to: string): Promise<string> => {
    const window = { name: 'work', kind: 'MAINTENANCE', selector: { nodeIds }, from, to };
    return (await server.admin.post<AlertWindow>('/alerts/windows', window)).body.id;
  };

  it('starts only while its window is open', async () => {
    at('2026-06-01T00:00:00Z');
    const windowId = await windowOf(['web-1', 'web-2'], '2026-06-01T00:15:00Z', '2026-06-01T00:25:00Z');
    const schedule = await scheduled({}, { windowId });
    await lookAt('2026-06-01T00:10:00Z');
    await lookAt('2026-06-01T00:20:00Z');
    expect(await outcomes(schedule)).toEqual(['WINDOW', 'STARTED']);
  });

  it('leaves hosts alone that are all under maintenance, unless it is for such times', async () => {
    at('2026-06-01T00:00:00Z');
    await windowOf(['web-1', 'web-2'], '2026-06-01T00:05:00Z', '2026-06-01T00:15:00Z');
    await windowOf(['web-1'], '2026-06-01T00:15:00Z', '2026-06-01T00:25:00Z');
    const usual = await scheduled();
    const during = await scheduled({}, { duringMaintenance: true });
    await lookAt('2026-06-01T00:10:00Z');
    await endRollouts();
    await lookAt('2026-06-01T00:20:00Z');
    expect(await outcomes(usual)).toEqual(['WINDOW', 'STARTED']);
    expect(await outcomes(during)).toEqual(['STARTED', 'STARTED']);
  });

  it('starts though another one starts on the same hosts at once, and though another one fails', async () => {
    at('2026-06-01T00:00:00Z');
    const schedules = [await scheduled(), await scheduled(), await scheduled()];
    const start = vi.spyOn(server.app.get(ScheduleStarts), 'start').mockRejectedValueOnce(new Error('once'));
    expect(await lookAt('2026-06-01T00:10:00Z')).toBeGreaterThanOrEqual(5_000);
    expect((await Promise.all(schedules.map(outcomes))).flat()).toEqual(['STARTED', 'STARTED']);
    await look();
    start.mockRestore();
    expect((await Promise.all(schedules.map(outcomes))).flat()).toEqual(['STARTED', 'STARTED', 'STARTED']);
    expect(await rolloutsOf(schedules)).toBe(3);
  });

  it('does not start again what has a fate already, when a clock goes back', async () => {
    at('2026-06-01T00:00:00Z');
    const schedule = await scheduled();
    await lookAt('2026-06-01T00:10:00Z');
    await endRollouts();
    await rest.sql('UPDATE schedules SET next_at = $2, starts_at = $2 WHERE id = $1', [schedule.id, schedule.nextAt]);
    await look();
    expect(await outcomes(schedule)).toEqual(['STARTED']);
    expect(await rolloutsOf([schedule])).toBe(1);
    expect((await server.admin.get<Schedule>(`/schedules/${schedule.id}`)).body.nextAt).toBe(
      '2026-06-01T00:20:00.000Z',
    );
  });

  it('fires once however many servers look', async () => {
    at('2026-06-01T00:00:00Z');
    await using other = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    });
    other.app.get(Clock).now = () => now;
    await other.app.get(ScheduledTasks).beforeApplicationShutdown();
    const schedules: Schedule[] = [];
    for (let count = 0; count < 20; count++) schedules.push(await scheduled({ overlap: 'REPLACE' }));
    for (const minute of ['10', '20']) {
      at(`2026-06-01T00:${minute}:00Z`);
      await Promise.all([look(), other.app.get(ScheduleRoundService).run(signal), look()]);
    }
    expect((await Promise.all(schedules.map(outcomes))).flat()).toEqual(Array(40).fill('STARTED'));
    expect(await rolloutsOf(schedules)).toBe(40);
  });

  it('keeps its firings for a year, and a thousand of them', async () => {
    at('2026-06-01T00:00:00Z');
    const [old, many] = [await scheduled(), await scheduled()];
    const insert = `INSERT INTO schedule_fires (schedule_id, due_at, at, outcome)
      SELECT $1, t, t, 'MISSED' FROM generate_series($2::timestamptz, $3::timestamptz, $4::interval) t`;
    await rest.sql(insert, [old.id, '2025-05-30T00:00:00Z', '2025-06-02T00:00:00Z', '1 day']);
    await rest.sql(insert, [many.id, '2026-05-01T00:00:00Z', '2026-05-02T18:00:00Z', '1 minute']);
    await server.app.get(ScheduleFireRetention).deleteOld({ signal });
    expect((await fires(old)).map(({ dueAt }) => dueAt)).toEqual([
      '2025-06-02T00:00:00.000Z',
      '2025-06-01T00:00:00.000Z',
    ]);
    const [left] = await server.app
      .get(DataSource)
      .query<object[]>(
        'SELECT count(*)::integer AS count, max(due_at) AS last FROM schedule_fires WHERE schedule_id = $1',
        [many.id],
      );
    expect(left).toEqual({ count: 1_000, last: new Date('2026-05-02T18:00:00Z') });
  });
});
