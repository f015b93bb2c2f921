import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { aSchedule } from '../../testing/schedule-builders';
import { ScheduleFormPage } from './schedule-form-page';

const created = 'POST /api/schedules';
const stored = 'PUT /api/schedules/schedule-1';
const reboot = { name: 'reboot', type: 'boolean', label: 'Reboot', description: '', required: false, default: false };

describe('schedule form', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/schedules/schedule-1', aSchedule())
      .on('GET /api/presets', {
        items: [{ name: 'package-update', description: 'Updates packages.', variables: [reboot] }],
        nextCursor: null,
      })
      .on('GET /api/alerts/windows', { items: [], nextCursor: null })
      .on('POST /api/nodes/select', { count: 2, digest: '', items: [{ nodeId: 'web-1' }, { nodeId: 'web-2' }] })
      .on('GET /api/nodes/tags', { items: [{ tag: 'web', count: 2 }] })
      .on('POST /api/backups/schedules/preview', { words: 'At 02:30 on Sunday', next: [] })
      .on(created, aSchedule())
      .on(stored, aSchedule({ version: 5 }));
  });

  const edit = async (): Promise<PageHarness> => {
    const address = '/dashboard/schedules/schedule-1/edit';
    const harness = await PageHarness.open(ScheduleFormPage, 'schedules/:scheduleId/edit', address, aUser());
    await server.until(() => expect(fieldLabelled('Name').value).toBe('Patch night'));
    return harness;
  };

  it('keeps what it does not change', async () => {
    const harness = await edit();
    harness.control('Save').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/schedules/schedule-1'));
    const { name, cron, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled } = aSchedule();
    expect(server.calls(stored)[0]?.body).toMatchObject({
      ...{ name, cron, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled, version: 4 },
      rollout: { preset: 'package-update', variables: { reboot: true }, selector: { tagsAny: ['web'] }, budget: '10%' },
    });
  });

  it('is filled in before it is sent', async () => {
    const harness = await PageHarness.open(ScheduleFormPage, 'schedules/new', '/dashboard/schedules/new', aUser());
    await server.until(() => expect(harness.control('Create the schedule')).toBeDefined());
    harness.control('Create the schedule').click();
    await server.until(() => expect(wordsAtField('Name')).toContain('This must be filled in.'));
    fillIn('Name', 'Uptime');
    fillIn('Jitter', '10 min');
    harness.control('A script of one’s own').click();
    await server.until(() => expect(fieldLabelled('Command or script')).toBeDefined());
    harness.control('Create the schedule').click();
    await server.until(() => expect(wordsAtField('Command or script')).toContain('This must be filled in.'));
    expect(server.calls(created)).toEqual([]);
    fillIn('Command or script', 'uptime');
    harness.control('Create the schedule').click();
    await server.until(() => expect(server.calls(created)).toHaveLength(1));
    expect(server.calls(created)[0]?.body).toMatchObject({
      name: 'Uptime',
      cron: '0 2 * * 0',
      jitterSeconds: 600,
      enabled: true,
      rollout: { script: 'uptime', selector: { all: true } },
    });
    expect(server.calls(created)[0]?.body).not.toHaveProperty('rollout.preset');
  });

  it('says beside the time zone that there is none of that name, and asks nothing about it', async () => {
    const harness = await edit();
    fillIn('Time zone', 'Europe/Berlinn');
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Time zone')).toContain('not the name of a time zone'));
    expect(server.calls(stored)).toEqual([]);
    fillIn('Time zone', 'Asia/Tokyo');
    harness.control('Save').click();
    await server.until(() => expect(server.calls(stored)[0]?.body).toMatchObject({ timezone: 'Asia/Tokyo' }));
  });

  it('does not take Enter behind a tag for the order to save', async () => {
    await edit();
    for (const label of ['Any of these tags', 'Only of these hosts', 'Platform has']) {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, bubbles: true });
      fieldLabelled(label).dispatchEvent(enter);
      // A browser submits the form unless this is so.
      expect([label, enter.defaultPrevented]).toEqual([label, true]);
    }
  });

  it('shows what the server has against a field', async () => {
    const errors = [
      { pointer: '/rollout/budget', detail: 'is too small' },
      { pointer: '/cron', detail: 'never comes' },
    ];
    server.on(stored, new Refusal(400, { title: 'Not valid', detail: 'Look at the fields.', errors }));
    const harness = await edit();
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Budget')).toContain('is too small'));
    expect(harness.text).toContain('Look at the fields.');
  });

  it('is not for those who only read', async () => {
    const viewer = aUser({ role: 'VIEWER' });
    const harness = await PageHarness.open(ScheduleFormPage, 'schedules/new', '/dashboard/schedules/new', viewer);
    await server.until(() => expect(harness.text).toContain('Only those who may run jobs write schedules'));
  });
});
