import { eventually } from '@hyprbox/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings, type Page, type Problem, type Settings } from '@hyprbox/contracts';
import { startReplica } from '../../test/replica.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { SettingsService } from './settings.service.js';

const environment = { HYPRBOX_JWT_SECRET: 'a secret that all replicas share' };

describe('settings', () => {
  let server: TestServer;

  const patch = <T = Settings>(change: object) => server.admin.patch<T>('/settings', change);

  const recorded = async (): Promise<unknown[]> =>
    (await server.admin.get<Page<unknown>>('/audit?limit=100&action=settings.update')).body.items;

  beforeAll(async () => {
    server = await startTestServer(environment);
  });
  afterEach(() => patch(defaultSettings));
  afterAll(() => server.stop());

  it('are the defaults at first', async () => {
    expect(await server.admin.get('/settings')).toMatchObject({ status: 200, body: defaultSettings });
  });

  it('change only where told, and stay so', async () => {
    const { status, body } = await patch({
      thresholds: { mem: { critical: 95, warning: 70.5 } },
      retention: { outputDays: 30 },
      approvals: { presets: ['reboot'], hostsMoreThan: 10 },
      presets: { secondPerson: true },
    });
    const expected: Settings = {
      thresholds: { ...defaultSettings.thresholds, mem: { warning: 70.5, critical: 95 } },
      retention: { ...defaultSettings.retention, outputDays: 30 },
      approvals: { ...defaultSettings.approvals, presets: ['reboot'], hostsMoreThan: 10 },
      presets: { ...defaultSettings.presets, secondPerson: true },
    };
    expect(status).toBe(200);
    expect(body).toEqual(expected);
    expect((await server.admin.get('/settings')).body).toEqual(expected);
    await using replica = await startReplica(server.database.url, environment);
    expect(await replica.app.get(SettingsService).current()).toEqual(expected);
  });

  it('reach the other replicas, which had read them before', async () => {
    await using replica = await startReplica(server.database.url, environment);
    const elsewhere = replica.app.get(SettingsService);
    expect(await elsewhere.current()).toEqual(defaultSettings);
    await patch({ retention: { samplesDays: 3 } });
    expect((await server.app.get(SettingsService).current()).retention.samplesDays).toBe(3);
    await eventually(async () => (await elsewhere.current()).retention.samplesDays === 3);
  });

  it('record what they were and what they are, and nothing when nothing changed', async () => {
    const earlier = (await recorded()).length;
    await patch({ retention: { samplesDays: 3 } });
    await patch({ retention: { samplesDays: 3 } });
    await patch({});
    const events = await recorded();
    expect(events.slice(0, events.length - earlier)).toMatchObject([
      { details: { before: { retention: { samplesDays: 7 } }, after: { retention: { samplesDays: 3 } } } },
    ]);
  });

  it('keep both of two changes at once', async () => {
    await Promise.all([patch({ retention: { samplesDays: 3 } }), patch({ retention: { activityDays: 4 } })]);
    expect((await server.admin.get<Settings>('/settings')).body.retention).toMatchObject({
      samplesDays: 3,
      activityDays: 4,
    });
  });
});

describe('settings that are no settings', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer(environment);
  });
  afterAll(() => server.stop());

  it.each([
    ['a percentage over 100', { thresholds: { cpu: { warning: 10, critical: 101 } } }, '/thresholds/cpu/critical'],
    ['a negative percentage', { thresholds: { cpu: { warning: -1, critical: 90 } } }, '/thresholds/cpu/warning'],
    [
      'a warning at the critical level',
      { thresholds: { disk: { warning: 90, critical: 90 } } },
      '/thresholds/disk/warning',
    ],
    ['half of a threshold', { thresholds: { disk: { warning: 10 } } }, '/thresholds/disk/critical'],
    ['no day at all', { retention: { samplesDays: 0 } }, '/retention/samplesDays'],
    ['more days than can be kept', { retention: { samplesDays: 91 } }, '/retention/samplesDays'],
    ['half a day', { retention: { outputDays: 1.5 } }, '/retention/outputDays'],
    ['presets that are no list', { approvals: { presets: 'reboot' } }, '/approvals/presets'],
    ['a preset that is no text', { approvals: { presets: [1] } }, '/approvals/presets'],
    ['a tag twice', { approvals: { tags: ['prod', 'prod'] } }, '/approvals/tags'],
    ['less than no hosts', { approvals: { hostsMoreThan: -1 } }, '/approvals/hostsMoreThan'],
    ['a text for yes', { approvals: { adHoc: 'yes' } }, '/approvals/adHoc'],
    ['an unknown setting', { thresholds: { gpu: { warning: 1, critical: 2 } } }, '/thresholds/gpu'],
    ['a text for thresholds', { thresholds: 'all' }, '/thresholds'],
    ['a list for thresholds', { thresholds: [] }, '/thresholds'],
    ['a list for a threshold', { thresholds: { cpu: [] } }, '/thresholds/cpu'],
    ['a list of days', { retention: [{ samplesDays: 3 }] }, '/retention'],
  ])('are refused by name and change nothing: %s', async (_, change, pointer) => {
    const { status, body } = await server.admin.patch<Problem>('/settings', change);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.pointer).toBe(pointer);
    expect((await server.admin.get('/settings')).body).toEqual(defaultSettings);
  });
});
