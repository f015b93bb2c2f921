import type { Beat } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { BeatsPage } from './beats-page';

function aBeat(change: Partial<Beat> = {}): Beat {
  return {
    id: 'beat-1',
    name: 'Nightly dump',
    periodSeconds: 86_400,
    graceSeconds: 3_600,
    status: 'LATE',
    createdAt: '2026-01-02T03:04:05.000Z',
    lastPingAt: '2026-01-02T03:04:05.000Z',
    lateAt: '2026-01-03T04:04:05.000Z',
    startedAt: null,
    lastExitCode: 3,
    lastBody: 'disk full',
    lastBodyBytes: 9,
    ...change,
  };
}

describe('beats page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/beats', { items: [aBeat()], nextCursor: null });
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(BeatsPage, 'alerts/beats', '/dashboard/alerts/beats', user);

  it('says which is late, and what it said last', async () => {
    const harness = await open(aUser({ role: 'VIEWER' }));
    await server.until(() => expect(harness.text).toContain('Nightly dump Each 1 d, 1 h of grace'));
    expect(harness.text).toMatch(/Last heard .* ago , exit code 3 Late What it said disk full/);
    expect(() => harness.control('New beat')).toThrow();
  });

  it('shows the line to paste of a new one, once', async () => {
    server.on('POST /api/beats', { ...aBeat({ status: 'NEW' }), url: 'https://box.example.com/api/beats/ping/s3cret' });
    const harness = await open();
    await server.until(() => expect(harness.control('New beat')).toBeDefined());
    harness.control('New beat').click();
    await server.until(() => expect(fieldLabelled('Name')).toBeDefined());
    fillIn('Name', 'Nightly dump');
    fillIn('Each', '12 h');
    harness.control('Create the beat').click();
    const line = 'curl -fsS -m 10 --retry 3 https://box.example.com/api/beats/ping/s3cret';
    await server.until(() => expect(harness.overlay).toContain(line));
    expect(server.calls('POST /api/beats')[0]?.body).toEqual({
      name: 'Nightly dump',
      graceSeconds: 3_600,
      periodSeconds: 43_200,
    });
    harness.control('I have it').click();
    await server.until(() => expect(server.calls('GET /api/beats')).toHaveLength(2));
    expect(harness.overlay).not.toContain('s3cret');
  });

  it('shows at the field what the server has against it', async () => {
    const errors = [{ pointer: '/name', detail: 'There is a beat called “Nightly dump” already.' }];
    server.on('PUT /api/beats/beat-1', new Refusal(409, { title: 'Conflict', detail: 'Taken.', errors }));
    const harness = await open();
    await server.until(() => expect(harness.control('Edit Nightly dump')).toBeDefined());
    harness.control('Edit Nightly dump').click();
    await server.until(() => expect(fieldLabelled('Each').value).toBe('1 d'));
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Name')).toContain('There is a beat called'));
  });

  it('deletes one when asked twice', async () => {
    server.on('DELETE /api/beats/beat-1', null);
    const harness = await open();
    await server.until(() => expect(harness.control('Delete Nightly dump')).toBeDefined());
    harness.control('Delete Nightly dump').click();
    await server.until(() => expect(harness.overlay).toContain('Delete Nightly dump?'));
    harness.control('Delete').click();
    await server.until(() => expect(harness.text).toContain('No beat yet'));
  });
});
