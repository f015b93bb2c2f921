import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { aFire, aSchedule } from '../../testing/schedule-builders';
import { SchedulePage } from './schedule-page';

const read = 'GET /api/schedules/schedule-1';
const started = 'POST /api/schedules/schedule-1/run';

describe('schedule page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on(read, aSchedule()).on('GET /api/schedules/schedule-1/fires', {
      items: [
        aFire(),
        aFire({
          dueAt: '2025-12-21T01:30:00.000Z',
          outcome: 'NO_HOSTS',
          rolloutId: null,
          preset: null,
          detail: 'No host has the tag web.',
        }),
      ],
      nextCursor: null,
    });
  });

  const open = async (user = aUser()): Promise<PageHarness> => {
    const address = '/dashboard/schedules/schedule-1';
    const harness = await PageHarness.open(SchedulePage, 'schedules/:scheduleId', address, user);
    await server.until(() => expect(harness.text).toContain('At 02:30 on Sunday'));
    return harness;
  };

  it('shows what it starts, and every firing with what became of it', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('No hosts were selected No host has the tag web.'));
    expect(harness.text).toContain('reboot = true');
    expect(harness.text).toContain('If the one before is not over Left out');
    const links = [...harness.page.querySelectorAll('hb-schedule-fires a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/dashboard/presets/package-update/diff?from=2&to=3', '/dashboard/rollouts/rollout-1']);
  });

  it('names the version that it would run now, and leads from each firing to what has changed since', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('package-update, version 2 · What has changed since'));
    expect(harness.text).toContain(`Version now 3 SHA-256 ${'b'.repeat(12)}`);
    expect(harness.page.querySelector('hb-schedule-facts code')?.getAttribute('title')).toBe('b'.repeat(64));
  });

  it.each([
    [
      'is retired',
      { currentPreset: { name: 'package-update', version: 3, sha256: null, state: 'RETIRED' as const } },
      'It is retired: the schedule starts nothing.',
    ],
    [
      'is at another version than the one it may run',
      { rollout: { preset: 'package-update', presetVersion: 2, selector: { all: true as const } } },
      'It may run version 2 alone, which is not current any more: it starts nothing.',
    ],
  ])('says that it starts nothing where its preset %s', async (_what, change, expected) => {
    server.on(read, aSchedule(change));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain(expected));
  });

  it('has nothing to compare where what ran is current, or is another preset', async () => {
    const ran = (name: string, version: number) => aFire({ preset: { name, version, sha256: null } });
    const items = [ran('package-update', 3), ran('nginx', 1)];
    server.on('GET /api/schedules/schedule-1/fires', { items, nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('nginx, version 1'));
    expect(harness.text).toContain('package-update, version 3');
    expect(harness.text).not.toContain('What has changed since');
  });

  it('starts its rollout now, once that is meant', async () => {
    server.on(started, { id: 'rollout-9' });
    const harness = await open();
    harness.control('Start now').click();
    await server.until(() => expect(harness.overlay).toContain('Start Patch night now?'));
    harness.control('Start').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/rollouts/rollout-9'));
  });

  it('says why it was not started', async () => {
    server.on(started, new Refusal(400, { title: 'No hosts', detail: 'No host has the tag web.' }));
    const harness = await open();
    harness.control('Start now').click();
    await server.until(() => expect(harness.overlay).toContain('Start Patch night now?'));
    harness.control('Start').click();
    await server.until(() =>
      expect(harness.overlay).toContain('Patch night was not started. No host has the tag web.'),
    );
  });

  it('is paused and taken up again', async () => {
    server.on('PUT /api/schedules/schedule-1', aSchedule({ enabled: false, nextAt: null, version: 5 }));
    const harness = await open();
    harness.control('Pause').click();
    await server.until(() => expect(harness.control('Take up again')).toBeDefined());
    expect(harness.text).toContain('paused');
  });

  it('is only to be read for viewers', async () => {
    const harness = await open(aUser({ role: 'VIEWER' }));
    expect(() => harness.control('Start now')).toThrow();
  });
});
