import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { aRolloutSummary, someCounts } from '../../testing/rollout-builders';
import { RolloutsPage } from './rollouts-page';

describe('rollouts page', () => {
  let server: FakeServer;
  let harness: PageHarness;

  async function open(answer: object, query = '', user = aUser()): Promise<void> {
    harness = await PageHarness.open(RolloutsPage, 'rollouts', `/dashboard/rollouts${query}`, user);
    server = new FakeServer().on('GET /api/rollouts', answer).on('GET /api/presets', { items: [], nextCursor: null });
  }

  it('says that it is loading', async () => {
    await open({ items: [], nextCursor: null });
    expect(harness.text).toContain('Loading the rollouts');
  });

  it('shows each with its state and how far it is', async () => {
    const counts = someCounts({ succeeded: 3, failed: 1 });
    await open({ items: [aRolloutSummary({ state: 'PARTIAL', counts, targets: 4 })], nextCursor: null });
    await server.until(() => expect(harness.text).toContain('Partly succeeded'));
    expect(harness.text).toContain('3 of 4 succeeded, 1 failed');
    expect(harness.control('Restart nginx').getAttribute('href')).toBe(`/dashboard/rollouts/${aRolloutSummary().id}`);
  });

  it('reads what the address narrows it to', async () => {
    await open({ items: [], nextCursor: null }, '?state=halted&preset=site&by=me');
    await server.until(() => expect(harness.text).toContain('No rollout matches'));
    const [call] = server.calls('GET /api/rollouts');
    expect(['state', 'preset', 'createdBy'].map((name) => call?.params.get(name))).toEqual([
      'HALTED',
      'site',
      'user-1',
    ]);
    await harness.press('Clear filters');
    await server.until(() => expect(harness.url).toBe('/dashboard/rollouts'));
  });

  it('tells the newcomer the next step', async () => {
    await open({ items: [], nextCursor: null });
    await server.until(() => expect(harness.text).toContain('Nothing has been rolled out yet'));
    expect(harness.control('Run a script').getAttribute('href')).toBe('/dashboard/rollouts/script');
  });

  it('offers a script of one’s own only to who may run one', async () => {
    await open({ items: [], nextCursor: null }, '', aUser({ role: 'OPERATOR' }));
    await server.until(() => expect(harness.text).toContain('Nothing has been rolled out yet'));
    expect(() => harness.control('Run a script')).toThrow();
  });

  it.each([
    [403, 'You may not do this'],
    [503, 'The database is away'],
  ])('says why it could not be read (%i)', async (status, title) => {
    await open(new Refusal(status, { title }));
    await server.until(() => expect(harness.text).toContain(title));
  });
});
