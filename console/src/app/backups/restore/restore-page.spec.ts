import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import type { RestoreOutcome } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy, aRun, aSnapshot, aSnapshotId, someRunDetails } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn } from '../../testing/fill-in';
import { RestorePage } from './restore-page';

const restoreRoute = 'POST /api/backups/restores';
const dryRunRoute = 'GET /api/backups/runs/dry-run';

const wouldRestore = (change: Partial<RestoreOutcome> = {}): RestoreOutcome => ({
  dryRun: true,
  files: 12,
  bytes: 340_000_000,
  existing: [],
  existingCount: 0,
  ...change,
});

describe('restore page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/backups/policies/policy-1', aPolicy())
      .on('GET /api/backups/policies/policy-1/snapshots', { items: [aSnapshot()], asOf: '2026-03-01T01:31:00.000Z' })
      .on(restoreRoute, ({ body }) => {
        // The console's own request: see RestoreRequest.
        const { dryRun } = body as { dryRun?: boolean };
        return aRun({ id: dryRun === true ? 'dry-run' : 'restore-1', kind: 'RESTORE', status: 'QUEUED' });
      });
  });

  const endsWith = (restore: RestoreOutcome): void =>
    void server.on(dryRunRoute, someRunDetails({ id: 'dry-run', kind: 'RESTORE', restore }));

  async function open(query = '?node=web-1', user = aUser()): Promise<PageHarness> {
    const path = '/dashboard/backups/policies/policy-1/restore';
    return PageHarness.open(RestorePage, 'backups/policies/:policyId/restore', `${path}${query}`, user);
  }

  async function opened(query = '?node=web-1'): Promise<PageHarness> {
    const harness = await open(query);
    await server.until(() => expect(harness.text).toContain(aSnapshotId.slice(0, 8)));
    return harness;
  }

  async function tried(harness: PageHarness): Promise<void> {
    fillIn('Directory', '/var/tmp/restored');
    harness.control('Try it: a dry run').click();
    await server.until(() => expect(harness.text).toContain('What would come back'));
  }

  it('says that the role does not allow it', async () => {
    const harness = await open('', aUser({ role: 'VIEWER' }));
    expect(harness.text).toContain('Your role may not restore');
    expect(harness.has('form')).toBe(false);
  });

  it('says that there is no such policy', async () => {
    server.on('GET /api/backups/policies/policy-1', new Refusal(404, { title: 'There is no such policy' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is no such policy'));
  });

  it('says that the snapshots could not be loaded, and tries again', async () => {
    const route = 'GET /api/backups/policies/policy-1/snapshots';
    server.on(route, new Refusal(503));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The snapshots could not be loaded.'));
    server.on(route, { items: [aSnapshot()], asOf: null });
    harness.control('Try again').click();
    await server.until(() => expect(harness.text).toContain(aSnapshotId.slice(0, 8)));
    expect(harness.text).not.toContain('could not be loaded');
  });

  it('takes the paths from the address', async () => {
    await opened('?node=web-1&path=/srv/a&path=/srv/b');
    expect(fieldLabelled('Paths, one a line').value).toBe('/srv/a\n/srv/b');
  });

  it('asks for a directory before it tries anything', async () => {
    const harness = await opened();
    harness.control('Try it: a dry run').click();
    await server.until(() => expect(harness.text).toContain('Say where the files go to.'));
    fillIn('Directory', 'restored');
    await server.until(() => expect(harness.text).toContain('must be an absolute path'));
    expect(server.calls(restoreRoute)).toHaveLength(0);
  });

  it('needs a dry run first, and asks for exactly that afterwards', async () => {
    endsWith(wouldRestore());
    const harness = await opened('?node=web-1&path=/srv/shop');
    expect(() => harness.control('Restore')).toThrow();
    await tried(harness);
    expect(harness.text).toMatch(/12 files, 340 MB\. Nothing stands in the way\./);
    harness.control('Restore').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/backups/runs/restore-1'));
    const asked = {
      policyId: 'policy-1',
      snapshotId: aSnapshotId,
      targetPath: '/var/tmp/restored',
      include: ['/srv/shop'],
      nodeId: 'web-1',
    };
    expect(server.calls(restoreRoute).map(({ body }) => body)).toEqual([
      { ...asked, dryRun: true },
      { ...asked, overwrite: false },
    ]);
  });

  it('needs another dry run after a change', async () => {
    endsWith(wouldRestore());
    const harness = await opened();
    await tried(harness);
    fillIn('Directory', '/somewhere/else');
    await server.until(() => expect(harness.text).not.toContain('What would come back'));
    expect(() => harness.control('Restore')).toThrow();
  });

  it('overwrites only once that was typed', async () => {
    endsWith(wouldRestore({ existing: ['/srv/shop/orders.csv'], existingCount: 2 }));
    const harness = await opened();
    await tried(harness);
    expect(harness.text).toContain('/srv/shop/orders.csv');
    expect(harness.text).toContain('and 1 more');
    harness.control('Overwrite and restore…').click();
    await server.until(() => expect(harness.overlay).toContain('2 files that stand on web-1'));
    harness.control('Overwrite and restore').click();
    await server.until(() => expect(harness.overlay).toContain('This is something else.'));
    expect(server.calls(restoreRoute)).toHaveLength(1);
    fillIn('The word above', 'overwrite');
    harness.control('Overwrite and restore').click();
    await server.until(() => expect(server.calls(restoreRoute)).toHaveLength(2));
    expect(server.calls(restoreRoute)[1]?.body).toMatchObject({ overwrite: true });
    await server.until(() => expect(harness.url).toBe('/dashboard/backups/runs/restore-1'));
  });

  it('keeps what is there when the question is left', async () => {
    endsWith(wouldRestore({ existing: ['/srv/shop/orders.csv'], existingCount: 1 }));
    const harness = await opened();
    await tried(harness);
    harness.control('Overwrite and restore…').click();
    await server.until(() => expect(harness.overlay).toContain('Overwrite what is there?'));
    harness.control('Keep').click();
    await server.until(() => expect(harness.overlay).not.toContain('Overwrite what is there?'));
    expect(server.calls(restoreRoute)).toHaveLength(1);
  });

  it('says why a dry run came to nothing, and what to do', async () => {
    server.on(
      dryRunRoute,
      someRunDetails({
        id: 'dry-run',
        kind: 'RESTORE',
        status: 'FAILED',
        reason: 'WRONG_PASSWORD',
        message: 'Refused.',
      }),
    );
    const harness = await opened();
    fillIn('Directory', '/var/tmp/restored');
    harness.control('Try it: a dry run').click();
    await server.until(() => expect(harness.text).toContain('Wrong password. Refused. The repository was made with'));
    expect(() => harness.control('Restore')).toThrow();
  });

  it('says why the restore was not queued, and lets it be tried again', async () => {
    endsWith(wouldRestore());
    const harness = await opened();
    await tried(harness);
    server.on(restoreRoute, new Refusal(409, { title: 'A restore is under way', detail: 'Wait for it.' }));
    harness.control('Restore').click();
    await server.until(() => expect(harness.text).toContain('A restore is under way. Wait for it.'));
    expect(harness.control('Restore').hasAttribute('disabled')).toBe(false);
  });

  it('puts back what was typed before the session ended, but not for another policy', async () => {
    server
      .on('GET /api/auth/me', aUser())
      .on('GET /api/backups/policies/policy-2', aPolicy({ id: 'policy-2' }))
      .on('GET /api/backups/policies/policy-2/snapshots', { items: [aSnapshot()], asOf: null });
    const harness = await opened();
    fillIn('Directory', '/var/tmp/restored');
    const [router, session] = [TestBed.inject(Router), TestBed.inject(Session)];
    session.end();
    await router.navigateByUrl('/elsewhere');
    const again = session.load();
    await server.until(() => expect(server.calls('GET /api/auth/me')).toHaveLength(1));
    await again;

    await router.navigateByUrl('/dashboard/backups/policies/policy-2/restore');
    await server.until(() => expect(harness.text).toContain(aSnapshotId.slice(0, 8)));
    expect(fieldLabelled('Directory').value).toBe('');
    await router.navigateByUrl('/elsewhere');
    await router.navigateByUrl('/dashboard/backups/policies/policy-1/restore');
    await server.until(() => expect(fieldLabelled('Directory').value).toBe('/var/tmp/restored'));
  });
});
