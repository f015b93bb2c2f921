import type { BackupTarget } from '@hyprbox/contracts';
import { aSummary, aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aBackupSummary, aPolicy, aRun, aTarget } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { BoardPage } from './board-page';

const targetsRoute = 'GET /api/backups/targets';
const runRoute = 'POST /api/backups/policies/policy-1/run';

const at = '2026-03-01T01:30:40.000Z';
const worstFirst: BackupTarget[] = [
  aTarget({
    nodeId: 'db-1',
    protection: 'FAILING',
    lastProvenRestoreAt: null,
    restoreSeconds: null,
    lastRun: { id: 'run-9', kind: 'BACKUP', status: 'FAILED', reason: 'DISK_FULL' },
  }),
  aTarget({ nodeId: 'web-2', protection: 'OVERDUE', backupOverdue: true }),
  aTarget({ nodeId: 'web-1' }),
];

describe('backups board', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/nodes/summary', aSummary({ total: 4 }))
      .on('GET /api/backups/summary', aBackupSummary({ FAILING: 1, OVERDUE: 1, PROTECTED: 1 }, { unprotectedNodes: 1 }))
      .on('GET /api/backups/unprotected', { items: [{ nodeId: 'mail-1' }], nextCursor: null })
      .on('GET /api/backups/policies', { items: [aPolicy()], nextCursor: null })
      .on(targetsRoute, { items: worstFirst, nextCursor: null });
  });

  const open = (query = '', user = aUser()): Promise<PageHarness> =>
    PageHarness.open(BoardPage, 'backups', `/dashboard/backups${query}`, user);

  async function shown(query = '', user = aUser()): Promise<PageHarness> {
    const harness = await open(query, user);
    await server.until(() => {
      expect(harness.has('hb-target-table tbody tr')).toBe(true);
      expect(harness.has('hb-policy-list')).toBe(query === '');
    });
    return harness;
  }

  const rows = (harness: PageHarness): string[] =>
    [...harness.page.querySelectorAll('hb-target-table tbody tr')].map((row) => row.textContent ?? '');

  const newcomer = (): FakeServer =>
    server
      .on('GET /api/backups/summary', aBackupSummary({}, { policies: 0, unprotectedNodes: 1 }))
      .on('GET /api/backups/policies', { items: [], nextCursor: null })
      .on(targetsRoute, { items: [], nextCursor: null });

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the board');
  });

  it('leads a newcomer step by step, and names the hosts without a backup', async () => {
    newcomer();
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Backups that are known to restore'));
    for (const words of ['Put a password on the host', 'Write a policy', 'Let it be proven', 'mail-1']) {
      expect(harness.text).toContain(words);
    }
    expect(harness.text).toContain('/etc/hyprnode/restic-password');
    expect(harness.control('Write the first policy').getAttribute('href')).toBe('/dashboard/backups/policies/new');
  });

  it('tells a viewer whom to ask for the first policy', async () => {
    newcomer();
    const harness = await open('', aUser({ role: 'VIEWER' }));
    await server.until(() => expect(harness.text).toContain('Only an admin can write policies'));
    expect(() => harness.control('Write the first policy')).toThrow();
  });

  it('shows the worst first, with the cause and the way to the run that failed', async () => {
    const harness = await shown();
    const [first, second, third] = rows(harness);
    expect(first).toMatch(/db-1.*Failing.*The disk is full.*never proven/s);
    expect(second).toMatch(/web-2.*Backup overdue.*, overdue/s);
    expect(third).toMatch(/web-1.*Protected.*2\.1 GB in 4 min 12 s/s);
    expect(harness.control('The disk is full').getAttribute('href')).toBe('/dashboard/backups/runs/run-9');
    expect(harness.control('Restore web-1 by shop-files').getAttribute('href')).toBe(
      '/dashboard/backups/policies/policy-1/restore?node=web-1',
    );
  });

  it('sums up how much is covered, fresh and proven, and how long a restore takes', async () => {
    const ages = {
      backups: { fresh: 2, overdue: 1, never: 1 },
      proofs: { fresh: 1, overdue: 1, never: 2 },
      medianRestoreSeconds: 252,
    };
    server.on('GET /api/backups/summary', aBackupSummary({ FAILING: 1 }, { unprotectedNodes: 1, ...ages }));
    const harness = await shown();
    const cards = harness.page.querySelector('hb-board-cards')?.textContent ?? '';
    expect(cards).toMatch(/Protected hosts\s+3\s+of 4\s*1 host has no policy/);
    expect(cards).toMatch(/Fresh\s+2\s+of 4\s*1 failing · 1 overdue · 1 never backed up/);
    expect(cards).toMatch(/Proven by restore\s+1\s+of 4\s*1 due · 2 never/);
    expect(cards).toMatch(/Time to restore\s+4 min 12 s\s*Median of the last drills/);
    expect(harness.control('Protect mail-1').getAttribute('href')).toBe('/dashboard/backups/policies/new?node=mail-1');
  });

  it('draws the last backups of each, failed ones apart, and says in words what they show', async () => {
    const marks = [
      { id: 'run-1', status: 'SUCCEEDED' as const, finishedAt: at, seconds: 100, bytesAdded: 340_000_000 },
      { id: 'run-2', status: 'SUCCEEDED' as const, finishedAt: at, seconds: 25, bytesAdded: 12_000_000 },
      { id: 'run-3', status: 'FAILED' as const, finishedAt: at, seconds: 1, bytesAdded: null },
    ];
    server.on(targetsRoute, { items: [aTarget({ recentBackups: marks })], nextCursor: null });
    const harness = await shown();
    expect(server.calls(targetsRoute)[0]?.params.get('recentBackups')).toBe('30');
    const drawing = harness.page.querySelector('hb-run-bars [role="img"]');
    expect(drawing?.getAttribute('aria-label')).toMatch(
      /^The last 3 backups: 1 failed\. The newest: .* · Failed · 1\.0 s$/,
    );
    const bars = [...harness.page.querySelectorAll<HTMLElement>('hb-run-bars [title]')];
    expect(bars.map((bar) => bar.classList.contains('failed'))).toEqual([false, false, true]);
    // Of 20 pixels: the longest has them all, a quarter of its time has half of them, a failure always stands out.
    expect(bars.map((bar) => bar.style.borderTopWidth)).toEqual(['0px', '10px', '0px']);
    expect(bars[0]?.title).toMatch(/ · Succeeded · 1 min 40 s · 340 MB added$/);
    expect(rows(harness)[0]).toContain('12.0 MB');
  });

  it('says what went wrong once, and tries again', async () => {
    const away = new Refusal(503, { title: 'The database is away', detail: 'In a moment.' });
    server.on('GET /api/backups/summary', away).on(targetsRoute, away);
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The database is away'));
    expect(harness.page.querySelectorAll('hb-failure-state')).toHaveLength(1);
    server.on('GET /api/backups/summary', aBackupSummary({ PROTECTED: 1 }));
    server.on(targetsRoute, { items: [aTarget()], nextCursor: null });
    harness.control('Try again').click();
    await server.until(() => expect(rows(harness)).toHaveLength(1));
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    const forbidden = new Refusal(403, { title: 'You may not see backups' });
    server.on('GET /api/backups/summary', forbidden).on(targetsRoute, forbidden);
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('You may not see backups'));
    expect(() => harness.control('Try again')).toThrow();
  });

  it('lets a viewer look, and no more', async () => {
    const harness = await shown('', aUser({ role: 'VIEWER' }));
    expect(harness.has('hb-target-table button')).toBe(false);
    for (const action of ['New policy', 'Protect mail-1', 'Restore web-1 by shop-files']) {
      expect(() => harness.control(action)).toThrow();
    }
  });

  it('takes what it shows from the address, and the whole board for what makes no sense', async () => {
    await shown('?show=failing&node=db-1');
    const [call] = server.calls(targetsRoute);
    expect([call?.params.get('protection'), call?.params.get('nodeId')]).toEqual(['FAILING', 'db-1']);
  });

  it('shows the whole board for a view that there is not', async () => {
    const harness = await open('?show=exploded');
    await server.until(() => expect(rows(harness)).toHaveLength(3));
    expect(server.calls(targetsRoute)[0]?.params.has('protection')).toBe(false);
  });

  it('says that nothing matches, and leads back', async () => {
    server.on(targetsRoute, ({ params }) => ({
      items: params.has('protection') ? [] : worstFirst,
      nextCursor: null,
    }));
    const harness = await open('?show=never');
    await server.until(() => expect(harness.text).toContain('Nothing matches'));
    harness.control('Show the board').click();
    await server.until(() => expect(rows(harness)).toHaveLength(3));
  });

  it('queues a backup of one host, and reads the board again', async () => {
    server.on(runRoute, aRun({ status: 'QUEUED' }));
    const harness = await shown();
    const before = server.calls(targetsRoute).length;
    harness.control('Run a backup of db-1 by shop-files now').click();
    await server.until(() => expect(harness.overlay).toContain('Backup of db-1 queued.'));
    expect(server.calls(runRoute).map(({ body }) => body)).toEqual([{ kind: 'BACKUP', nodeId: 'db-1' }]);
    await server.until(() => expect(server.calls(targetsRoute).length).toBeGreaterThan(before));
  });

  it('says why a drill was not queued', async () => {
    server.on(runRoute, new Refusal(409, { title: 'Conflict', detail: 'The policy is paused.' }));
    const harness = await shown();
    harness.control('Drill a restore of web-1 by shop-files now').click();
    await server.until(() =>
      expect(harness.overlay).toContain('Restore drill of web-1 was not queued. The policy is paused.'),
    );
  });
});
