import { TestBed } from '@angular/core/testing';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { LiveSources } from '../../core/live/live-sources';
import { FakeTerminal } from '../../shared/output/fake-terminal';
import { loadTerminal } from '../../shared/output/terminal-loader';
import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aSnapshotId, someProgress, someRunDetails } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { RunPage } from './run-page';

const runRoute = 'GET /api/backups/runs/run-1';
const cancelRoute = 'POST /api/backups/runs/run-1/cancel';

const unfinished = (change: Partial<BackupRunDetails> = {}): BackupRunDetails =>
  someRunDetails({ status: 'RUNNING', snapshotId: null, bytesAdded: null, finishedAt: null, ...change });

const progressLine = (filesDone: number): string =>
  `${JSON.stringify({ event: 'progress', at: '2026-03-01T01:30:02.000Z', progress: someProgress({ filesDone }) })}\n`;

describe('backup run page', () => {
  let server: FakeServer;
  let terminal: FakeTerminal;

  beforeEach(() => {
    server = new FakeServer();
    terminal = new FakeTerminal();
  });

  async function open(user = aUser()): Promise<PageHarness> {
    TestBed.configureTestingModule({ providers: [{ provide: loadTerminal, useValue: terminal.load }] });
    return PageHarness.open(RunPage, 'backups/runs/:runId', '/dashboard/backups/runs/run-1', user);
  }

  async function show(run: BackupRunDetails, user = aUser()): Promise<PageHarness> {
    server.on(runRoute, run);
    const harness = await open(user);
    await server.until(() => expect(harness.streams.opened).toHaveLength(1));
    harness.streams.latest.open();
    return harness;
  }

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the run');
  });

  it('says that there is no such run, and leads back', async () => {
    server.on(runRoute, new Refusal(404, { title: 'There is no such run' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is no such run'));
    expect(harness.control('Go to the backups').getAttribute('href')).toBe('/dashboard/backups');
    expect(harness.streams.opened).toHaveLength(0);
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    server.on(runRoute, new Refusal(403, { title: 'You may not see backups' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not see backups'));
    expect(() => harness.control('Try again')).toThrow();
  });

  it('tries again after a failure', async () => {
    server.on(runRoute, new Refusal(503, { title: 'The database is away' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The database is away'));
    server.on(runRoute, someRunDetails());
    harness.control('Try again').click();
    await server.until(() => expect(harness.text).toContain('2.1 GB backed up'));
  });

  it('shows the warning of a run that succeeded', async () => {
    const harness = await show(someRunDetails({ message: '2 files were gone while being read.' }));
    await server.until(() => expect(harness.text).toContain('2.1 GB backed up'));
    expect(harness.text).toContain('2 files were gone while being read.');
  });

  it('says what a queued run waits for', async () => {
    const harness = await show(unfinished({ status: 'QUEUED', startedAt: null }));
    await server.until(() => expect(harness.text).toContain('Waiting for web-1'));
    expect(harness.text).toContain('Queued. It starts as soon as web-1 asks for work.');
  });

  it('follows the progress, also where an event ends within a line', async () => {
    const harness = await show(unfinished());
    expect(harness.streams.latest.url).toBe('/api/backups/runs/run-1/stream');
    const [first, second] = [progressLine(1_700), progressLine(3_900)];
    harness.streams.latest.send('stdout', { offset: 0, data: first + second.slice(0, 30) });
    await server.until(() => expect(harness.text).toContain('1,700 of 4,200'));
    for (const words of ['42%', '900 MB of 2.1 GB', '/srv/shop/orders.csv', 'left']) {
      expect(harness.text).toContain(words);
    }
    harness.streams.latest.send('stdout', { offset: first.length + 30, data: second.slice(30) });
    await server.until(() => expect(harness.text).toContain('3,900 of 4,200'));
  });

  it('shows the log as it comes, and offers all of it as a file', async () => {
    const harness = await show(unfinished());
    harness.streams.latest.send('stderr', { offset: 0, data: 'opening the repository\n' });
    await server.until(() => expect(terminal.lines).toEqual(['opening the repository']));
    const download = harness.control('Download');
    expect(download.getAttribute('href')).toBe('/api/backups/runs/run-1/log');
    expect(download.hasAttribute('download')).toBe(true);
  });

  it('says how it ended and what to do, and closes the stream when everything is there', async () => {
    const harness = await show(unfinished());
    const stream = harness.streams.latest;
    server.on(runRoute, someRunDetails({ status: 'FAILED', reason: 'DISK_FULL', message: 'No space on /srv.' }));
    stream.send('status', { status: 'FAILED', reason: 'EXIT_CODE', exitCode: 3 });
    await server.until(() => expect(harness.text).toContain('The disk is full. No space on /srv.'));
    expect(harness.text).toContain('keep fewer snapshots, or add space');
    expect(harness.has('hb-run-progress')).toBe(false);
    stream.send('done', {});
    await server.until(() => expect(harness.text).toContain('End of the log'));
    expect(harness.text).toContain('Nothing was logged.');
    expect(stream.readyState).toBe(2);
    expect(() => harness.control('Cancel')).toThrow();
  });

  it('never says that a run is queued once an event told of its end, whatever the calls bring', async () => {
    const harness = await show(unfinished({ status: 'QUEUED', startedAt: null }));
    server.on(runRoute, new Refusal(429, { title: 'Too many requests' }));
    harness.streams.latest.send('status', { status: 'FAILED', reason: 'DISK_FULL', exitCode: 1 });
    await server.until(() => expect(harness.text).toContain('The disk is full.'));
    expect(harness.text).toMatch(/^Failed /);
    server.on(runRoute, someRunDetails({ status: 'FAILED', reason: 'DISK_FULL', message: 'No space on /srv.' }));
    await server.until(() => expect(harness.text).toContain('No space on /srv.'));
  });

  it('says what was achieved, with the way into the snapshot', async () => {
    const harness = await show(someRunDetails());
    expect(harness.text).toContain('2.1 GB backed up: 12 files new, 3 changed, 340 MB added to the repository.');
    expect(harness.control('Browse the snapshot').getAttribute('href')).toBe(
      `/dashboard/backups/policies/policy-1/snapshots/${aSnapshotId}?node=web-1`,
    );
  });

  it('shows what a drill proved', async () => {
    const harness = await show(
      someRunDetails({
        kind: 'DRILL',
        drill: {
          snapshotId: aSnapshotId,
          snapshotAt: '2026-03-01T01:30:40.000Z',
          files: [{ path: '/srv/shop/orders.csv', sizeBytes: 1_200, mode: '-rw-r-----', sha256: 'ab'.repeat(32) }],
          filesRestored: 1,
          bytesRestored: 1_200,
          manifestSha256: 'cd'.repeat(32),
          checks: [
            { name: 'restic', ok: true, detail: null },
            { name: 'listing', ok: true, detail: null },
          ],
          restoreSeconds: 0.4,
        },
      }),
    );
    expect(harness.text).toContain('Proven: 1 file (1.2 KB) came back and were verified in under 1 s.');
    for (const words of ['What this drill proves', '/srv/shop/orders.csv', 'cd'.repeat(32)]) {
      expect(harness.text).toContain(words);
    }
  });

  it('says what came back, and what stood in its way', async () => {
    const restore = { dryRun: false, files: 3, bytes: 1_200, existing: [], existingCount: 0 };
    const harness = await show(someRunDetails({ kind: 'RESTORE', restore }));
    expect(harness.text).toMatch(/What came back 3 files, 1\.2 KB\. Nothing stood in the way\./);
  });

  it('says which snapshot a restore is of and where to, and that it is a dry run', async () => {
    const order = { kind: 'RESTORE', snapshotId: aSnapshotId, targetPath: '/back', dryRun: true } as const;
    const harness = await show(someRunDetails(order));
    const facts = harness.page.querySelector('hb-run-facts')?.textContent ?? '';
    expect(facts).toMatch(/Kind\s*Restore \(dry run\)/);
    expect(facts).toMatch(/Snapshot\s*4f1c2e9d\s*Target\s*\/back/);
  });

  it('never says of a restore that failed that anything came back', async () => {
    const restore = { dryRun: false, files: 3, bytes: 1_200, existing: ['/back/hosts'], existingCount: 1 };
    const failed = { status: 'FAILED', reason: 'TARGET_EXISTS', message: 'Nothing was restored.' } as const;
    const harness = await show(someRunDetails({ kind: 'RESTORE', ...failed, restore }));
    expect(harness.text).toMatch(/What was to come back 3 files, 1\.2 KB\. 1 file stood there already\./);
    expect(harness.text).not.toContain('came back');
  });

  it('says that the connection is lost, and that it is back', async () => {
    const harness = await show(unfinished());
    harness.streams.latest.break();
    await server.until(() => expect(harness.text).toContain('Connection lost'));
    expect(TestBed.inject(LiveSources).state()).toBe('lost');
    harness.streams.latest.open();
    await server.until(() => expect(harness.text).toContain('Following the end'));
  });

  it('cancels, and says so until the run has ended', async () => {
    const harness = await show(unfinished());
    const asked = unfinished({ cancelRequestedAt: '2026-03-01T01:30:20.000Z' });
    server.on(cancelRoute, asked).on(runRoute, asked);
    harness.control('Cancel').click();
    await server.until(() => expect(server.calls(cancelRoute)).toHaveLength(1));
    await server.until(() => expect(harness.control('Cancelling…').getAttribute('aria-disabled')).toBe('true'));
    server.on(runRoute, someRunDetails({ status: 'CANCELLED', reason: 'CANCELLED', snapshotId: null }));
    harness.streams.latest.send('status', { status: 'CANCELLED', reason: 'CANCELLED', exitCode: null });
    await server.until(() => expect(harness.text).toContain('It was ended on request.'));
    expect(() => harness.control('Cancelling…')).toThrow();
  });

  it('says why it could not be cancelled, and lets it be tried again', async () => {
    const harness = await show(unfinished());
    server.on(cancelRoute, new Refusal(503, { detail: 'The database is away.' }));
    harness.control('Cancel').click();
    await server.until(() => expect(harness.text).toContain('It could not be cancelled. The database is away.'));
    expect(harness.control('Cancel').getAttribute('aria-disabled')).toBeNull();
  });

  it('shows how it ended when it ended before it could be cancelled', async () => {
    const harness = await show(unfinished());
    server.on(cancelRoute, new Refusal(409, { detail: 'It has ended.' })).on(runRoute, someRunDetails());
    harness.control('Cancel').click();
    await server.until(() => expect(harness.text).toContain('2.1 GB backed up'));
    expect(harness.text).not.toContain('could not be cancelled');
  });

  it('lets a viewer look on, and no more', async () => {
    const harness = await show(unfinished(), aUser({ role: 'VIEWER' }));
    expect(() => harness.control('Cancel')).toThrow();
    expect(harness.control('Download')).toBeDefined();
  });
});
