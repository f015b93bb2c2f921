import { defaultSettings } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { FakeServer } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { FleetSettings } from './fleet-settings';

const stored = 'PATCH /api/settings';
const tag = 'Tag of hosts for tests';
const save = 'Save how presets are published';

describe('how presets of one’s own are tried and published', () => {
  it('is shown, refused where there is no tag, and sent as it was filled in', async () => {
    const presets = { testTag: 'lab', secondPerson: false };
    const server = new FakeServer()
      .on('GET /api/settings', defaultSettings)
      .on('GET /api/presets', { items: [], nextCursor: null })
      .on(stored, { ...defaultSettings, presets });
    const harness = await PageHarness.open(FleetSettings, 'settings', '/dashboard/settings', aUser());
    await server.until(() => expect(fieldLabelled(tag).value).toBe('preset-test'));
    fillIn(tag, ' ');
    await server.until(() => expect(harness.text).toContain('Not saved yet.'));
    harness.control(save).click();
    await server.until(() => expect(wordsAtField(tag)).toContain('This must be filled in.'));
    expect(server.calls(stored)).toEqual([]);
    fillIn(tag, 'in the lab');
    await server.until(() => expect(wordsAtField(tag)).toContain('This is no tag'));
    fillIn(tag, ' lab ');
    harness.control(save).click();
    await server.until(() => expect(harness.text).toContain('Saved.'));
    expect(server.calls(stored)[0]?.body).toEqual({ presets });
    expect(fieldLabelled(tag).value).toBe('lab');
  });
});
