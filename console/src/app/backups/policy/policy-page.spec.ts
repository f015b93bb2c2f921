import type { HttpRequest } from '@angular/common/http';
import { fakeEcharts } from '../../shared/chart/fake-echarts';
import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy, aRun, aSnapshot, aSnapshotId, aTarget, someRunDetails } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fillIn } from '../../testing/fill-in';
import { PolicyPage } from './policy-page';

const policyRoute = 'GET /api/backups/policies/policy-1';
const targetsRoute = 'GET /api/backups/targets';
const changeRoute = 'PATCH /api/backups/policies/policy-1';
const deleteRoute = 'DELETE /api/backups/policies/policy-1';
const runRoute = 'POST /api/backups/policies/policy-1/run';

describe('backup policy page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on(policyRoute, aPolicy())
      .on(targetsRoute, { items: [aTarget()], nextCursor: null })
      .on('GET /api/backups/policies/policy-1/snapshots', { items: [aSnapshot()], asOf: null })
      .on('GET /api/backups/runs', ({ params }: HttpRequest<unknown>) => ({
        items: params.get('kind') === 'DRILL' ? [aRun({ id: 'drill-1', kind: 'DRILL' })] : [aRun()],
        nextCursor: null,
      }))
      .on('GET /api/backups/runs/drill-1', someRunDetails({ id: 'drill-1', kind: 'DRILL' }))
      .on('POST /api/backups/schedules/preview', { words: 'At 04:00, only on Sunday', next: [] })
      .on(runRoute, aRun({ status: 'QUEUED' }))
      .on(changeRoute, aPolicy({ enabled: false }))
      .on(deleteRoute, null);
  });

  const open = (user = aUser()): Promise<PageHarness> => {
    return PageHarness.open(PolicyPage, 'backups/policies/:policyId', '/dashboard/backups/policies/policy-1', user);
  };

  /** With all of its parts. */
  async function shown(user = aUser()): Promise<PageHarness> {
    const harness = await open(user);
    await server.until(() => {
      expect(harness.text).toContain('Drilled on web-1');
      expect(harness.has('hb-run-table tbody tr')).toBe(true);
      expect(harness.page.querySelector('hb-newest-snapshots')?.textContent).toContain(aSnapshotId.slice(0, 8));
    });
    return harness;
  }

  async function chosen(harness: PageHarness, item: string): Promise<void> {
    harness.control('More').click();
    await server.until(() => expect(harness.overlay).toContain(item));
    harness.control(item).click();
  }

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the policy');
  });

  it('says when it runs next by the clock of its schedule, wherever the reader is', async () => {
    const policy = { scheduleText: 'At 02:30', timezone: 'Pacific/Kiritimati', nextRuns: ['2026-03-01T12:30:00.000Z'] };
    server.on(policyRoute, aPolicy(policy));
    expect((await shown()).text).toMatch(/At 02:30 Pacific\/Kiritimati Next Mon,? 2 Mar,? 02:30/);
  });

  it('says that there is no such policy, and leads back', async () => {
    server.on(policyRoute, new Refusal(404, { title: 'There is no such policy' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is no such policy'));
    expect(harness.control('Go to the backups').getAttribute('href')).toBe('/dashboard/backups');
  });

  it('says what went wrong, and tries again', async () => {
    server.on(policyRoute, new Refusal(503, { title: 'The database is away' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('The database is away'));
    server.on(policyRoute, aPolicy());
    harness.control('Try again').click();
    await server.until(() => expect(harness.has('hb-target-table tbody tr')).toBe(true));
  });

  it('shows how its hosts stand, what is proven, what ran and what it says', async () => {
    const harness = await shown();
    expect(harness.page.querySelector('hb-target-table')?.textContent).toMatch(
      /web-1.*Protected.*2\.1 GB in 4 min 12 s/s,
    );
    expect(harness.page.querySelector('hb-run-table')?.textContent).toMatch(/Backup.*Succeeded.*Schedule/s);
    const facts = harness.page.querySelector('hb-policy-facts')?.textContent ?? '';
    for (const words of ['/srv/shop', 'At 02:30 AM', 'file:/etc/hyprnode/restic-password', 'Low priority']) {
      expect(facts).toContain(words);
    }
    expect(harness.control('Restore…').getAttribute('href')).toBe(
      '/dashboard/backups/policies/policy-1/restore?node=web-1',
    );
  });

  it('says which is overdue, the backup or the proof', async () => {
    server
      .on(policyRoute, aPolicy({ protection: 'OVERDUE' }))
      .on(targetsRoute, { items: [aTarget({ protection: 'OVERDUE', proofOverdue: true })], nextCursor: null });
    const harness = await shown();
    const protection = harness.page.querySelector('header hb-protection');
    expect([protection?.textContent, protection?.getAttribute('data-status')]).toEqual(['Proof overdue', 'WARNING']);
  });

  it('says in words when it drills, and by cron fields while there are no words', async () => {
    server.on('POST /api/backups/schedules/preview', new Refusal(503));
    const harness = await shown();
    const facts = (): string => harness.page.querySelector('hb-policy-facts')?.textContent ?? '';
    expect(facts()).toContain('0 4 * * 0, 100 files');
    server.on('POST /api/backups/schedules/preview', { words: 'At 05:00, only on Monday', next: [] });
    server.on(policyRoute, aPolicy({ drillSchedule: '0 5 * * 1' }));
    document.dispatchEvent(new Event('visibilitychange'));
    await server.until(() => expect(facts()).toContain('At 05:00, only on Monday, 100 files'));
  });

  it('draws how long its backups took, what they added and how the repository grew, up to the newest', async () => {
    let ends = ['2026-02-28T01:30:41.000Z', '2026-03-01T01:30:41.000Z'];
    server.on('GET /api/backups/runs', ({ params }: HttpRequest<unknown>) => ({
      items: params.get('status') === 'SUCCEEDED' ? ends.map((finishedAt) => aRun({ finishedAt })).reverse() : [],
      nextCursor: null,
    }));
    fakeEcharts();
    const harness = await open();
    await server.until(() => expect(harness.page.querySelectorAll('hb-history-chart [role="img"]')).toHaveLength(3));
    const labels = (): (string | null)[] =>
      [...harness.page.querySelectorAll('hb-history-chart [role="img"]')].map((chart) =>
        chart.getAttribute('aria-label'),
      );
    expect(labels()[0]).toMatch(/^Duration.* to 1 Mar.*latest 40 s/);
    expect(labels()[1]).toMatch(/^Added.*latest 340 MB/);
    expect(labels()[2]).toMatch(/^Repository.*latest 8\.0 GB/);
    ends = [...ends, '2026-03-02T01:30:41.000Z'];
    server.on(targetsRoute, { items: [aTarget({ lastGoodBackupAt: ends.at(-1) ?? null })], nextCursor: null });
    document.dispatchEvent(new Event('visibilitychange'));
    await server.until(() => expect(labels()[0]).toMatch(/ to 2 Mar/));
  });

  it('offers a drill where nothing is proven', async () => {
    server
      .on(targetsRoute, { items: [aTarget({ protection: 'UNPROVEN', lastProvenRestoreAt: null })], nextCursor: null })
      .on('GET /api/backups/runs', { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('No restore of web-1 has been proven yet'));
    await server.until(() => expect(harness.text).toContain('Nothing has run yet'));
    harness.page.querySelector<HTMLElement>('hb-last-proof button')?.click();
    await server.until(() => expect(server.calls(runRoute)).toHaveLength(1));
    expect(server.calls(runRoute)[0]?.body).toEqual({ kind: 'DRILL', nodeId: 'web-1' });
  });

  it('offers no drill before there is a backup, and says why', async () => {
    const never = {
      protection: 'NEVER',
      lastProvenRestoreAt: null,
      lastSnapshotId: null,
      repositoryBytes: null,
    } as const;
    server
      .on(targetsRoute, { items: [aTarget(never)], nextCursor: null })
      .on('GET /api/backups/policies/policy-1/snapshots', { items: [], asOf: null })
      .on('GET /api/backups/runs', { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is nothing to restore yet: run a backup first.'));
    expect(harness.has('hb-last-proof button')).toBe(false);
    const drill = harness.control('Drill now');
    drill.click();
    expect([drill.getAttribute('aria-disabled'), drill.title]).toEqual(['true', expect.stringContaining('first')]);
    expect(harness.page.querySelector('[aria-label^="Drill a restore"]')?.getAttribute('aria-disabled')).toBe('true');
    expect(server.calls(runRoute)).toHaveLength(0);
  });

  it('says how a host comes under a policy that covers none', async () => {
    server.on(policyRoute, aPolicy({ nodeId: null, tag: 'web', nodes: 0 }));
    server.on(targetsRoute, { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Give a host the tag “web”'));
    expect(harness.has('hb-last-proof')).toBe(false);
  });

  it('runs on every host that it covers', async () => {
    server.on(targetsRoute, { items: [aTarget(), aTarget({ nodeId: 'web-2' })], nextCursor: null });
    const harness = await shown();
    harness.control('Run on 2 hosts').click();
    await server.until(() => expect(server.calls(runRoute)).toHaveLength(2));
    expect(server.calls(runRoute).map(({ body }) => body)).toEqual([
      { kind: 'BACKUP', nodeId: 'web-1' },
      { kind: 'BACKUP', nodeId: 'web-2' },
    ]);
  });

  it('pauses, and says so', async () => {
    const paused = aPolicy({ enabled: false, protection: 'PAUSED' });
    server.on(changeRoute, () => {
      server.on(policyRoute, paused);
      return paused;
    });
    const harness = await shown();
    await chosen(harness, 'Pause');
    await server.until(() => expect(harness.text).toContain('Paused: nothing runs by its schedules'));
    expect(server.calls(changeRoute).map(({ body }) => body)).toEqual([{ enabled: false }]);
  });

  it('says why it was not paused', async () => {
    server.on(changeRoute, new Refusal(503, { detail: 'The database is away.' }));
    const harness = await shown();
    await chosen(harness, 'Pause');
    await server.until(() => expect(harness.overlay).toContain('The policy was not paused. The database is away.'));
  });

  it('goes on with a new repository only once its name was typed', async () => {
    const acceptRoute = 'POST /api/backups/policies/policy-1/accept-repository';
    server.on(acceptRoute, null);
    const harness = await shown();
    await chosen(harness, 'Accept a new repository…');
    await server.until(() => expect(harness.overlay).toContain('Is the old repository of web-1 gone for good?'));
    harness.control('Accept').click();
    await server.until(() => expect(harness.overlay).toContain('This is not the name of the policy.'));
    expect(server.calls(acceptRoute)).toHaveLength(0);
    fillIn('The policy’s name', 'shop-files');
    harness.control('Accept').click();
    await server.until(() => expect(harness.overlay).toContain('Run a backup now to be protected again.'));
    expect(server.calls(acceptRoute).map(({ body }) => body)).toEqual([{ nodeId: 'web-1' }]);
  });

  it('is deleted only once its name was typed', async () => {
    const harness = await shown();
    await chosen(harness, 'Delete…');
    await server.until(() => expect(harness.overlay).toContain('Delete the policy shop-files?'));
    fillIn('The policy’s name', 'shop');
    harness.control('Delete').click();
    await server.until(() => expect(harness.overlay).toContain('This is not the name of the policy.'));
    expect(server.calls(deleteRoute)).toHaveLength(0);
    fillIn('The policy’s name', 'shop-files');
    harness.control('Delete').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/backups'));
    expect(server.calls(deleteRoute)).toHaveLength(1);
  });

  it('says why it was not deleted', async () => {
    server.on(deleteRoute, new Refusal(409, { detail: 'A run is under way.' }));
    const harness = await shown();
    await chosen(harness, 'Delete…');
    await server.until(() => expect(harness.overlay).toContain('Delete the policy shop-files?'));
    fillIn('The policy’s name', 'shop-files');
    harness.control('Delete').click();
    await server.until(() => expect(harness.overlay).toContain('A run is under way.'));
    expect(harness.overlay).toContain('Delete the policy shop-files?');
    expect(harness.url).toBe('/dashboard/backups/policies/policy-1');
  });

  it('lets an operator run it, and not change it', async () => {
    const harness = await shown(aUser({ role: 'OPERATOR' }));
    expect(harness.control('Run now')).toBeDefined();
    harness.control('More').click();
    await server.until(() => expect(harness.overlay).toContain('Check now'));
    for (const action of ['Edit', 'Pause', 'Accept a new repository…', 'Delete…']) {
      expect(harness.overlay).not.toContain(action);
    }
  });

  it('lets a viewer look, and no more', async () => {
    const harness = await shown(aUser({ role: 'VIEWER' }));
    for (const action of ['Run now', 'Drill now', 'More', 'Restore…']) {
      expect(() => harness.control(action)).toThrow();
    }
  });
});
