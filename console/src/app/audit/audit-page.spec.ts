import type { TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { AuditEvent } from '@hyprbox/contracts';
import { aUser } from '../testing/builders';
import { eventually } from '../testing/eventually';
import { PageHarness } from '../testing/page-harness';
import { AuditPage } from './audit-page';

function anEvent(change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: 'event-7',
    seq: 7,
    at: '2026-01-02T03:04:05.600Z',
    actor: { type: 'user', id: 'user-1', name: 'M. Keller' },
    action: 'node.update',
    target: { type: 'node', id: 'web-1' },
    ip: '192.0.2.7',
    userAgent: 'hyprbox/0.1.0',
    outcome: 'success',
    details: { tags: ['web'] },
    prevHash: 'a'.repeat(64),
    hash: 'b'.repeat(64),
    ...change,
  };
}

function open(query = '', user = aUser()): Promise<PageHarness> {
  return PageHarness.open(AuditPage, 'audit', `/dashboard/audit${query}`, user);
}

async function opened(events: AuditEvent[], query = '', nextCursor: string | null = null): Promise<PageHarness> {
  const harness = await open(query);
  await harness.answer('/api/audit', { items: events, nextCursor });
  return harness;
}

/** The list is there and does not have the event that the address names. */
async function askingFor(seq: string, respond: (call: TestRequest) => void): Promise<PageHarness> {
  const harness = await open(`?event=${seq}`);
  harness.pending('/api/audit').forEach((call) => call.flush({ items: [anEvent()], nextCursor: 'after-7' }));
  // The call is under way until it is answered, so nothing here waits for the page to be at rest.
  await eventually(() => {
    const calls = harness.pending(`/api/audit/${seq}`);
    calls.forEach(respond);
    expect(calls).toHaveLength(1);
  });
  return harness;
}

function row(harness: PageHarness): string {
  return harness.page.querySelector('tbody tr')?.textContent ?? '';
}

describe('audit page', () => {
  it('says that it is loading', async () => {
    const harness = await open();
    expect(harness.text).toContain('Loading the audit log');
  });

  it('shows when who did what to what, from where, and how it ended', async () => {
    const harness = await opened([anEvent({ outcome: 'failure' })]);
    expect(row(harness)).toMatch(/2 Jan 2026, .*M\. Keller.*node\.update.*Host.*web-1.*Failed.*192\.0\.2\.7/s);
    expect(harness.control('web-1').getAttribute('href')).toBe('/dashboard/nodes/web-1');
  });

  it.each<[string, Partial<AuditEvent>]>([
    ['HyprBox itself', { actor: { type: 'system', id: null, name: null } }],
    ['Nobody signed in', { actor: { type: 'anonymous', id: null, name: null } }],
    ['db-1', { actor: { type: 'node', id: 'db-1', name: null } }],
    ['guest@example.net', { target: { type: 'user', id: 'user-9' }, details: { email: 'guest@example.net' } }],
    ['rack 7', { target: { type: 'node-token', id: 'token-1' }, details: { name: 'rack 7' } }],
  ])('names %s', async (words, change) => {
    expect(row(await opened([anEvent(change)]))).toContain(words);
  });

  it('tells a dry run from a restore', async () => {
    const restore = anEvent({ action: 'backup.restore', details: { dryRun: true } });
    expect(row(await opened([restore]))).toMatch(/backup\.restore\s*dry run/);
  });

  it('keeps the log from those who may not read it, without asking for it', async () => {
    const harness = await open('', aUser({ role: 'OPERATOR' }));
    expect(harness.text).toContain('Only admins read the audit log');
    expect(harness.pending('/api/audit')).toEqual([]);
    expect(() => harness.control('Verify the chain')).toThrow();
  });

  it('says so when the role was taken away in the meantime', async () => {
    const harness = await open();
    await harness.refuse('/api/audit', 403, 'Ask an administrator.');
    await harness.says('Ask an administrator.');
    expect(() => harness.control('Try again')).toThrow();
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await harness.refuse('/api/audit', 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.press('Try again');
    await harness.answer('/api/audit', { items: [anEvent()], nextCursor: null });
    expect(row(harness)).toContain('node.update');
  });

  it('says what will be here while nothing is', async () => {
    await (await opened([])).says('Nothing is recorded yet');
  });

  it('takes its filter from the address, and back', async () => {
    const harness = await open('?actor=mkeller&action=job.create&target=web-1&from=2026-01-02&to=2026-01-03T00:00:00Z');
    const { request } = await harness.answer('/api/audit', { items: [], nextCursor: null });
    expect(['actor', 'action', 'target', 'from', 'to'].map((name) => request.params.get(name))).toEqual([
      'mkeller',
      'job.create',
      'web-1',
      '2026-01-02T00:00:00.000Z',
      '2026-01-03T00:00:00.000Z',
    ]);
    await harness.says('No event matches');
    await harness.press('Clear filters');
    await harness.until(() => harness.url === '/dashboard/audit');
    const again = await harness.answer('/api/audit', { items: [anEvent()], nextCursor: null });
    expect(again.request.params.keys()).toEqual(['limit']);
  });

  it('does not send what can be no filter', async () => {
    const harness = await open('?action=explode&from=yesterday&actor=%20');
    const { request } = await harness.answer('/api/audit', { items: [], nextCursor: null });
    expect(request.params.keys()).toEqual(['limit']);
  });

  it.each([
    ['Actor', 'mkeller ', 'change', 'actor=mkeller'],
    ['Target', 'web-1', 'change', 'target=web-1'],
    ['From', '2026-01-02T03:04', 'blur', `from=${encodeURIComponent(new Date(2026, 0, 2, 3, 4).toISOString())}`],
    ['Before', '2026-01-02T03:04', 'blur', `to=${encodeURIComponent(new Date(2026, 0, 2, 3, 4).toISOString())}`],
  ])('narrows by what is typed into %s', async (label, typed, done, query) => {
    const harness = await opened([anEvent()]);
    const field = [...harness.page.querySelectorAll('mat-form-field')].find((each) =>
      each.textContent?.includes(label),
    );
    const input = field?.querySelector('input');
    if (!input) throw new Error(`No field ${label}`);
    input.value = typed;
    input.dispatchEvent(new Event(done));
    await harness.until(() => decodeURIComponent(harness.url) === `/dashboard/audit?${decodeURIComponent(query)}`);
    await harness.answer('/api/audit', { items: [], nextCursor: null });
    expect(input.value).toBe(typed.trim());
  });

  it('appends the next page, and keeps what is there when that fails', async () => {
    const harness = await opened([anEvent()], '', 'after-7');
    await harness.press('Load more');
    await harness.refuse('/api/audit', 503, 'The database is away.');
    await harness.says('The database is away.');
    await harness.press('Load more');
    const { request } = await harness.answer('/api/audit', { items: [anEvent({ seq: 6 })], nextCursor: null });
    expect(request.params.get('cursor')).toBe('after-7');
    expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(() => harness.control('Load more')).toThrow();
  });

  it('reads the list again when asked to', async () => {
    const harness = await opened([anEvent()]);
    await harness.press('Refresh');
    await harness.answer('/api/audit', { items: [anEvent({ seq: 8 }), anEvent()], nextCursor: null });
    expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(2);
  });

  it('keeps the list, and says that it may be old, when it cannot be read again', async () => {
    const harness = await opened([anEvent()]);
    await harness.press('Refresh');
    await harness.refuse('/api/audit', 503, 'The database is away.');
    await harness.says('This may be out of date');
    expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(1);
  });

  it('downloads the whole trail', async () => {
    const harness = await opened([anEvent()]);
    const link = harness.control('Export all');
    expect(link.getAttribute('href')).toBe('/api/audit/export');
    expect(link.hasAttribute('download')).toBe(true);
  });
});

describe('one event', () => {
  it('is opened from its row, in the address, and left again', async () => {
    const harness = await opened([anEvent()], '?target=web-1');
    await harness.press('node.update, event 7');
    await harness.until(() => harness.url === '/dashboard/audit?target=web-1&event=7');
    await harness.until(() => harness.overlay.includes('"web"'));
    for (const words of ['hyprbox/0.1.0', 'a'.repeat(64), 'b'.repeat(64), '2026-01-02T03:04:05.600Z', 'user-1']) {
      expect(harness.overlay).toContain(words);
    }
    await harness.press('Close');
    await harness.until(() => harness.overlay === '' && harness.url === '/dashboard/audit?target=web-1');
    expect(harness.pending('/api/audit')).toEqual([]);
  });

  it('is there at once when the address names it', async () => {
    const harness = await opened([anEvent()], '?event=7');
    await harness.until(() => harness.overlay.includes('Place in the chain'));
  });

  it('goes away with the way back', async () => {
    const harness = await opened([anEvent()], '?event=7');
    await harness.until(() => harness.overlay.includes('Place in the chain'));
    await TestBed.inject(Router).navigateByUrl('/dashboard/audit');
    await harness.until(() => harness.overlay === '');
    expect(harness.url).toBe('/dashboard/audit');
  });

  it('leads to all that its actor did', async () => {
    const harness = await opened([anEvent()], '?event=7');
    await harness.until(() => harness.overlay.includes('Place in the chain'));
    await harness.press('All by this actor');
    await harness.until(() => harness.url === '/dashboard/audit?actor=user-1' && harness.overlay === '');
  });

  it('is fetched by itself when the list does not have it', async () => {
    const harness = await askingFor('3', (call) => call.flush(anEvent({ seq: 3, details: { third: true } })));
    await eventually(() => expect(harness.overlay).toContain('third'));
  });

  it('is said not to be there', async () => {
    const harness = await askingFor('3000', (call) => call.flush({}, { status: 404, statusText: 'Not Found' }));
    await eventually(() => expect(harness.text).toContain('There is no event 3000 in the trail.'));
  });
});

describe('verifying the chain', () => {
  const head = { seq: 1204, hash: 'c'.repeat(64) };

  async function verifying(): Promise<PageHarness> {
    const harness = await opened([anEvent()]);
    await harness.press('Verify the chain');
    await harness.says('Checking every event');
    return harness;
  }

  it('says how much was checked and what the head is', async () => {
    const harness = await verifying();
    await harness.answer('/api/audit/verify', { ok: true, checked: 1204, head });
    await harness.says('The chain is whole');
    expect(harness.text).toContain('1,204 events checked');
    expect(harness.text).toContain(head.hash);
  });

  it('says where it is broken and what to do', async () => {
    const harness = await verifying();
    await harness.answer('/api/audit/verify', { ok: false, checked: 57, head, firstBadSeq: 57 });
    await harness.says('The chain is broken at event 57');
    expect(harness.text).toContain('Export it now');
    expect(harness.text).not.toContain('The chain is whole');
  });

  it('says when it could not be verified, and can be tried again', async () => {
    const harness = await verifying();
    await harness.refuse('/api/audit/verify', 503, 'The database is away.');
    await harness.says('The chain was not verified');
    expect(harness.text).toContain('The database is away.');
    await harness.press('Verify the chain');
    await harness.answer('/api/audit/verify', { ok: true, checked: 1, head: { ...head, seq: 1 } });
    await harness.says('1 event checked');
  });
});
