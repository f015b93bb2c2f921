import { aWindow } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { WindowPage } from './window-page';
import { WindowsPage } from './windows-page';

const preview = { words: 'At 02:00 AM', next: ['2026-03-02T01:00:00.000Z'] };

describe('window page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('POST /api/nodes/select', { count: 2, digest: '', items: [] })
      .on('POST /api/backups/schedules/preview', preview)
      .on('POST /api/alerts/windows', aWindow());
  });

  const create = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(WindowPage, 'alerts/windows/new', '/dashboard/alerts/windows/new', user);

  it('makes one that is open once', async () => {
    const harness = await create();
    fillIn('Name', 'Patch day');
    fillIn('From', '2026-03-01T02:00');
    fillIn('Until', '2026-03-01T01:00');
    harness.control('Make the window').click();
    await server.until(() => expect(wordsAtField('Until')).toContain('This is after its begin.'));
    fillIn('Until', '2026-03-01T04:00');
    harness.control('Make the window').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/alerts/windows'));
    expect(server.calls('POST /api/alerts/windows')[0]?.body).toEqual({
      name: 'Patch day',
      kind: 'MAINTENANCE',
      selector: { all: true },
      from: new Date('2026-03-01T02:00').toISOString(),
      to: new Date('2026-03-01T04:00').toISOString(),
    });
  });

  it('makes one that opens again and again', async () => {
    const harness = await create();
    fillIn('Name', 'Each Sunday');
    harness.control('Again and again').click();
    await server.until(() => expect(harness.text).toContain('At 02:00 AM'));
    fillIn('Lasts', '90 min');
    fillIn('Time zone', 'Europe/Berlin');
    harness.control('Make the window').click();
    await server.until(() => expect(server.calls('POST /api/alerts/windows')).toHaveLength(1));
    expect(server.calls('POST /api/alerts/windows')[0]?.body).toEqual({
      name: 'Each Sunday',
      kind: 'MAINTENANCE',
      selector: { all: true },
      cron: '0 2 * * 0',
      timezone: 'Europe/Berlin',
      durationSeconds: 5_400,
    });
  });

  it('shows what the server has against a field', async () => {
    const errors = [{ pointer: '/to', detail: 'must be in the future' }];
    server.on('POST /api/alerts/windows', new Refusal(400, { title: 'Not valid', detail: 'Look again.', errors }));
    const harness = await create();
    fillIn('Name', 'Patch day');
    harness.control('Make the window').click();
    await server.until(() => expect(wordsAtField('Until')).toContain('must be in the future'));
    expect(fieldLabelled('Name').value).toBe('Patch day');
  });

  it('is not for viewers', async () => {
    const harness = await create(aUser({ role: 'VIEWER' }));
    await server.until(() => expect(harness.text).toContain('Only operators keep hosts quiet'));
  });
});

describe('windows page', () => {
  it('says which hosts are kept quiet until when, and ends it', async () => {
    const until = new Date(Date.now() + 5_400_000).toISOString();
    const server = new FakeServer()
      .on('GET /api/alerts/windows', { items: [aWindow({ activeUntil: until })], nextCursor: null })
      .on('DELETE /api/alerts/windows/window-1', null);
    const harness = await PageHarness.open(WindowsPage, 'alerts/windows', '/dashboard/alerts/windows');
    await server.until(() => expect(harness.text).toContain('Patch day Maintenance · Tagged web'));
    expect(harness.text).toMatch(/Open, ends in 1 h/);
    harness.control('End Patch day').click();
    await server.until(() => expect(harness.overlay).toContain('End Patch day?'));
    harness.control('End the window').click();
    await server.until(() => expect(harness.text).toContain('No host is kept quiet'));
  });
});
