import { defaultSettings } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { FleetSettings } from './fleet-settings';

const stored = 'PATCH /api/settings';
const approvals = { presets: ['package-update'], tags: ['production'], hostsMoreThan: 10, adHoc: false };

describe('what needs an approval', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/settings', { ...defaultSettings, approvals })
      .on('GET /api/presets', { items: [{ name: 'package-update' }, { name: 'reboot' }], nextCursor: null });
  });

  const open = async (): Promise<PageHarness> => {
    const harness = await PageHarness.open(FleetSettings, 'settings', '/dashboard/settings', aUser());
    await server.until(() => expect(fieldLabelled('Hosts with one of these tags').value).toBe('production'));
    return harness;
  };

  it('is shown, and sent as it was filled in', async () => {
    server.on(stored, {
      ...defaultSettings,
      approvals: { ...approvals, tags: ['production', 'db'], hostsMoreThan: null },
    });
    const harness = await open();
    expect(fieldLabelled('More hosts than').value).toBe('10');
    expect(harness.control('Save what needs one').getAttribute('aria-disabled')).toBe('true');
    fillIn('Hosts with one of these tags', 'production, db,');
    fillIn('More hosts than', '');
    await server.until(() => expect(harness.text).toContain('Not saved yet.'));
    harness.control('Save what needs one').click();
    await server.until(() => expect(harness.text).toContain('Saved.'));
    expect(server.calls(stored)[0]?.body).toEqual({
      approvals: { presets: ['package-update'], tags: ['production', 'db'], hostsMoreThan: null, adHoc: false },
    });
    expect(fieldLabelled('Hosts with one of these tags').value).toBe('production, db');
  });

  it('refuses what is no number of hosts, and says why it was not saved', async () => {
    server.on(stored, new Refusal(503, { title: 'Away', detail: 'The database is away.' }));
    const harness = await open();
    fillIn('More hosts than', '1.5');
    await server.until(() => expect(harness.text).toContain('Not saved yet.'));
    harness.control('Save what needs one').click();
    await server.until(() => expect(wordsAtField('More hosts than')).toContain('whole number from 0'));
    expect(server.calls(stored)).toEqual([]);
    fillIn('More hosts than', '20');
    harness.control('Save what needs one').click();
    await server.until(() => expect(harness.text).toContain('Not saved: The database is away.'));
  });
});
