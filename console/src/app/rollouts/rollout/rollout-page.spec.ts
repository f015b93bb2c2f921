import { TestBed } from '@angular/core/testing';
import type { Rollout, RolloutOutputs } from '@hyprbox/contracts';
import { aJob, aUser } from '../../testing/builders';
import { eventually } from '../../testing/eventually';
import { withoutDrawing } from '../../testing/fake-drawing';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fillIn } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { aPreset } from '../../testing/preset-builders';
import { anOutputGroup, aRollout, aRolloutSummary, aTarget, someCounts } from '../../testing/rollout-builders';
import { FakeTerminal } from '../../shared/output/fake-terminal';
import { loadTerminal } from '../../shared/output/terminal-loader';
import { RolloutPage } from './rollout-page';

const { id } = aRollout();
const path = `/api/rollouts/${id}`;
const targets = [
  aTarget('web-1', { state: 'FAILED', reason: 'EXIT_CODE', exitCode: 3, jobId: 'job-1' }),
  aTarget('web-2', { wave: 2, state: 'RUNNING', jobId: 'job-2' }),
  aTarget('web-3', { wave: 2 }),
];

describe('rollout page', () => {
  let server: FakeServer;
  let harness: PageHarness;

  beforeEach(() => withoutDrawing());
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  async function open(rollout: Rollout | Refusal = aRollout(), user = aUser(), query = ''): Promise<void> {
    TestBed.configureTestingModule({ providers: [{ provide: loadTerminal, useValue: new FakeTerminal().load }] });
    harness = await PageHarness.open(RolloutPage, 'rollouts/:rolloutId', `/dashboard/rollouts/${id}${query}`, user);
    const outputs: RolloutOutputs = { groups: [], groupCount: 0, without: 3 };
    server = new FakeServer()
      .on(`GET ${path}`, rollout)
      .on(`GET ${path}/targets`, { items: targets, nextCursor: null })
      .on(`GET ${path}/outputs`, outputs)
      .on('GET /api/presets/restart-service', aPreset({ name: 'restart-service', version: 4 }));
  }

  async function show(rollout = aRollout(), user = aUser(), query = ''): Promise<void> {
    await open(rollout, user, query);
    if (rollout.finishedAt === null) {
      await server.until(() => expect(harness.streams.opened).toHaveLength(1));
      harness.streams.latest.open();
      harness.streams.latest.send('state', rollout);
    }
    await server.until(() => expect(harness.text).toContain('web-3'));
  }

  const rows = (): string[] =>
    [...harness.page.querySelectorAll('tbody tr')].map((row) => row.querySelector('.host')?.textContent?.trim() ?? '');

  it('leads to what has become of its preset since', async () => {
    await show(aRollout({ preset: 'restart-service', presetVersion: 3 }));
    await server.until(() => expect(harness.text).toContain('Compare with the current version'));
    expect(harness.control('Compare with the current version').getAttribute('href')).toBe(
      '/dashboard/presets/restart-service/diff?from=3&to=4',
    );
  });

  it('says that it is loading', async () => {
    await open();
    expect(harness.text).toContain('Loading the rollout');
  });

  it.each([
    [404, 'There is no such rollout', 'Go to the rollouts'],
    [403, 'You may not do this', 'Go to the rollouts'],
    [503, 'The database is away', 'Try again'],
  ])('says why it could not be loaded (%i)', async (status, title, way) => {
    await open(new Refusal(status, { title }));
    await server.until(() => expect(harness.text).toContain(title));
    expect(harness.control(way)).toBeDefined();
  });

  it('shows how it stands, and the hosts that went wrong first', async () => {
    await show(aRollout({ counts: someCounts({ failed: 1, running: 1, pending: 1 }) }));
    expect(harness.text).toContain('0 of 3 succeeded, 1 failed, 1 running, 1 to go');
    expect(harness.text).toContain('Failed exit code 3');
    expect(rows().map((host) => host.split(',')[0])).toEqual(['web-1', 'web-2', 'web-3']);
    expect(harness.text).toContain('restart-service v3');
    expect(harness.text).toContain('Tagged web');
  });

  it('follows it by its stream until it is over', async () => {
    await show();
    expect(harness.streams.opened.map(({ url }) => url)).toEqual([`${path}/stream`]);
    const stream = harness.streams.latest;
    const counts = someCounts({ failed: 2, running: 1 });
    stream.send('target', { items: [aTarget('web-3', { wave: 2, state: 'FAILED', reason: 'TIMEOUT' })], counts });
    await server.until(() => expect(harness.text).toContain('0 of 3 succeeded, 2 failed, 1 running'));
    await server.until(() => expect(rows().slice(0, 2)).toEqual(['web-1, its output', 'web-3']));
    server.on(
      `GET ${path}`,
      aRollout({ state: 'HALTED', reason: 'BUDGET', detail: 'web-1 and web-3 failed.', counts }),
    );
    stream.send('state', aRolloutSummary({ state: 'HALTED', reason: 'BUDGET', counts }));
    await server.until(() => expect(harness.text).toContain('used up the budget'));
    await server.until(() => expect(harness.text).toContain('web-1 and web-3 failed.'));
    stream.send('done', {});
    expect(stream.readyState).toBe(2);
  });

  it('reads the hosts again when it may have missed some', async () => {
    await show();
    server.on(`GET ${path}/targets`, { items: [aTarget('web-1', { state: 'LOST' })], nextCursor: null });
    harness.streams.latest.send('resync', {});
    await server.until(() => expect(harness.text).toContain('Lost'));
    expect(server.calls(`GET ${path}/targets`)).toHaveLength(2);
  });

  it('reads the hosts without the stream where that does not come, and again once it has begun', async () => {
    await open();
    await server.until(() => expect(harness.text).toContain('web-3'));
    const stream = harness.streams.latest;
    stream.open();
    server.on(`GET ${path}/targets`, { items: [aTarget('web-1', { state: 'LOST' })], nextCursor: null });
    stream.send('state', aRolloutSummary());
    await server.until(() => expect(harness.text).toContain('Lost'));
    stream.break();
    server.on(`GET ${path}/targets`, { items: [aTarget('web-1', { state: 'SUCCEEDED' })], nextCursor: null });
    await server.until(() => expect(harness.page.querySelector('hb-target-state')?.textContent).toContain('Lost'));
    stream.open();
    stream.send('state', aRolloutSummary());
    await server.until(() => expect(harness.text).toContain('Succeeded'));
  });

  it('pauses it for a reason', async () => {
    await show();
    await harness.press('Pause');
    fillIn('Reason (optional)', 'Something is off');
    harness.page.ownerDocument.querySelector<HTMLElement>('mat-dialog-container button[type="submit"]')?.click();
    server.on(`POST ${path}/pause`, aRollout({ state: 'PAUSED', reason: 'BY_USER' }));
    server.on(`GET ${path}`, aRollout({ state: 'PAUSED', reason: 'BY_USER' }));
    await server.until(() => expect(harness.text).toContain('Paused'));
    expect(server.calls(`POST ${path}/pause`)[0]?.body).toEqual({ reason: 'Something is off' });
    expect(harness.control('Go on')).toBeDefined();
  });

  it('wants a larger budget where that is used up, and says what the server has against it', async () => {
    await show(aRollout({ state: 'HALTED', reason: 'BUDGET', budget: 1 }));
    await harness.press('Raise the budget');
    fillIn('Budget', '2');
    server.on(`POST ${path}/resume`, new Refusal(409, { title: 'Too small', detail: 'Two hosts have failed.' }));
    const send = (): void =>
      harness.page.ownerDocument.querySelector<HTMLElement>('mat-dialog-container button[type="submit"]')?.click();
    send();
    await server.until(() => expect(harness.overlay).toContain('Two hosts have failed.'));
    server.on(`POST ${path}/resume`, aRollout()).on(`GET ${path}`, aRollout());
    send();
    await server.until(() => expect(harness.control('Pause')).toBeDefined());
    expect(server.calls(`POST ${path}/resume`).at(-1)?.body).toEqual({ budget: 2 });
  });

  it('follows one that was aborted until nothing runs any more, and only then runs it again', async () => {
    await show(aRollout({ state: 'ABORTED', reason: 'BY_USER', counts: someCounts({ running: 1, cancelled: 2 }) }));
    for (const order of ['Abort', 'Run again…']) expect(() => harness.control(order)).toThrow();
    const counts = someCounts({ cancelled: 3 });
    const ended = aRollout({ state: 'ABORTED', reason: 'BY_USER', counts, finishedAt: '2026-01-02T03:05:05.000Z' });
    server.on(`GET ${path}`, ended);
    harness.streams.latest.send('state', ended);
    await server.until(() => expect(harness.control('Run again…')).toBeDefined());
  });

  it('runs it again on what went wrong', async () => {
    const counts = someCounts({ succeeded: 1, failed: 1, skipped: 1 });
    await show(aRollout({ state: 'PARTIAL', counts, finishedAt: '2026-01-02T03:05:05.000Z' }));
    expect(harness.streams.opened).toEqual([]);
    await harness.press('Run again…');
    expect(harness.overlay).toContain('Failed: 1 host');
    server.on(`POST ${path}/retry`, aRollout({ id: 'other' }));
    server.on('GET /api/rollouts/other', aRollout({ id: 'other' }));
    await harness.press('Run again');
    await server.until(() => expect(harness.url).toBe('/dashboard/rollouts/other'));
    expect(server.calls(`POST ${path}/retry`)[0]?.body).toEqual({ states: ['FAILED'] });
  });

  it('lets an operator not run again a script that was somebody’s own', async () => {
    const over = { finishedAt: '2026-01-02T03:05:05.000Z', counts: someCounts({ failed: 3 }) };
    await show(aRollout({ state: 'FAILED', preset: null, presetVersion: null, ...over }), aUser({ role: 'OPERATOR' }));
    expect(harness.text).toContain('Own script');
    expect(() => harness.control('Run again…')).toThrow();
  });

  it('shows what one host prints, live', async () => {
    await open(aRollout(), aUser(), '?host=web-2');
    const job = { ...aJob({ id: 'job-2', nodeId: 'web-2', status: 'RUNNING' }), script: '', stdout: '', stderr: '' };
    server.on('GET /api/jobs/job-2', job);
    await server.until(() => expect(harness.text).toContain('Output of web-2'));
    await server.until(() => expect(harness.streams.opened.map(({ url }) => url)).toContain('/api/jobs/job-2/stream'));
    harness.control('Close the output').click();
    await server.until(() => expect(harness.text).not.toContain('Output of web-2'));
    expect(harness.url).toBe(`/dashboard/rollouts/${id}`);
  });

  it('shows identical output once, and how the others differ from it', async () => {
    await open();
    const groups = [
      anOutputGroup({ count: 187, stdout: 'nginx\nactive\n' }),
      anOutputGroup({
        sha256: 'bb',
        state: 'FAILED',
        exitCode: 3,
        stdout: 'nginx\nfailed\n',
        hosts: [{ nodeId: 'web-9', jobId: 'job-9' }],
      }),
    ];
    server.on(`GET ${path}/outputs`, { groups, groupCount: 2, without: 12 });
    await server.until(() => expect(harness.text).toContain('2 different outputs; 12 hosts without one.'));
    expect(harness.text).toContain('187 hosts printed this');
    const card = [...harness.page.querySelectorAll('hb-output-group-card')].at(1);
    expect(card?.textContent).toContain('web-9 printed this');
    expect([...(card?.querySelectorAll('pre > span') ?? [])].map((line) => line.textContent)).toEqual([
      '  nginx\n',
      '− active\n',
      '+ failed\n',
    ]);
  });

  it('leads to the approval that it waits for', async () => {
    await show(aRollout({ state: 'AWAITING_APPROVAL', approvalId: 'approval-1' }));
    expect(harness.control('Go to the approval').getAttribute('href')).toBe('/dashboard/approvals/approval-1');
  });

  it('offers a viewer the downloads only', async () => {
    await show(aRollout(), aUser({ role: 'VIEWER' }));
    for (const order of ['Pause', 'Abort']) expect(() => harness.control(order)).toThrow();
    await harness.press('Download');
    const links = [...document.querySelectorAll('a[mat-menu-item]')].map((link) => link.getAttribute('href'));
    expect(links).toEqual([`${path}/archive.tar.gz`, `${path}/outputs.ndjson`]);
  });

  it('goes from square to square by keyboard', async () => {
    await show();
    const [, second] = harness.page.querySelectorAll<HTMLElement>('[role="listbox"][aria-label^="Hosts of wave"]');
    second?.focus();
    await eventually(() => expect(second?.textContent).toContain('web-2: Running'));
    second?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
    await eventually(() => expect(second?.textContent).toContain('web-3: Not started'));
    second?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await server.until(() => expect(harness.url).toContain('host=web-3'));
    expect(harness.text).toContain('Nothing has run on this host yet.');
  });
});
