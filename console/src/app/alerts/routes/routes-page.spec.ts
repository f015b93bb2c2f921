import type { AlertRoute } from '@hyprbox/contracts';
import { aChannel, aRule } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { RoutesPage } from './routes-page';

function aRoute(name: string, change: Partial<AlertRoute> = {}): AlertRoute {
  return {
    name,
    match: { severities: ['CRITICAL'], selector: { tagsAny: ['web'] } },
    groupBy: ['rule', 'tag:env-'],
    waitSeconds: 15,
    intervalSeconds: 300,
    repeatSeconds: 14_400,
    steps: [
      { afterSeconds: 0, channelIds: ['channel-1'] },
      { afterSeconds: 600, channelIds: ['channel-1'] },
    ],
    ...change,
  };
}

const saved = 'PUT /api/alerts/routes';

describe('routes page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/alerts/routes', {
        items: [aRoute('Web'), aRoute('Rest', { match: {}, continue: true })],
        version: 4,
      })
      .on('GET /api/alerts/channels', { items: [aChannel()], nextCursor: null })
      .on('GET /api/alerts/rules', { items: [aRule()], nextCursor: null })
      .on('POST /api/nodes/select', { count: 2, digest: '', items: [] })
      .on('GET /api/nodes/tags', { items: [] })
      .on(saved, ({ body }) => ({ ...(body as object), version: 5 }));
  });

  const open = async (user = aUser()): Promise<PageHarness> => {
    const harness = await PageHarness.open(RoutesPage, 'alerts/routes', '/dashboard/alerts/routes', user);
    await server.until(() => expect(harness.text).toContain('An alert takes the first route'));
    return harness;
  };
  const names = (harness: PageHarness): string[] =>
    [...harness.page.querySelectorAll('li .name')].map(
      ({ textContent }) => textContent?.replace(/^.*\d+\./, '').trim() ?? '',
    );

  it('sends the same again when only the order was changed, by the keyboard’s buttons', async () => {
    const harness = await open();
    expect(names(harness)).toEqual(['Web', 'Rest']);
    const button = harness.control('Move Rest up');
    button.focus();
    button.click();
    await server.until(() => expect(names(harness)).toEqual(['Rest', 'Web']));
    harness.control('Save the routes').click();
    await server.until(() => expect(server.calls(saved)).toHaveLength(1));
    expect(server.calls(saved)[0]?.body).toEqual({
      items: [aRoute('Rest', { match: {}, continue: true }), aRoute('Web')],
      version: 4,
    });
    await server.until(() => expect(harness.overlay).toContain('The routes are saved.'));
    harness.control('Save the routes').click();
    await server.until(() => expect(server.calls(saved)[1]?.body).toMatchObject({ version: 5 }));
  });

  it('adds a route that tells all channels at once, and opens it', async () => {
    const harness = await open();
    harness.control('Add a route').click();
    await server.until(() => expect(fieldLabelled('Name').value).toBe('Route 1'));
    fillIn('Waits for more', 'a while');
    harness.control('Save the routes').click();
    await server.until(() => expect(wordsAtField('Waits for more')).toContain('This is a time such as'));
    fillIn('Waits for more', '30 s');
    harness.control('Save the routes').click();
    await server.until(() => expect(server.calls(saved)).toHaveLength(1));
    const sent = server.calls(saved)[0]?.body;
    const { items } = sent as { items: AlertRoute[] };
    expect(items[2]).toEqual({
      name: 'Route 1',
      match: {},
      groupBy: ['rule'],
      waitSeconds: 30,
      intervalSeconds: 300,
      repeatSeconds: 14_400,
      steps: [{ afterSeconds: 0, channelIds: ['channel-1'] }],
    });
  });

  it('opens the route that the server has something against', async () => {
    const errors = [
      { pointer: '/items/1/steps/1/afterSeconds', detail: 'must be more than the 0 s of the step before' },
    ];
    server.on(saved, new Refusal(400, { title: 'Not valid', detail: 'Look again.', errors }));
    const harness = await open();
    harness.control('Save the routes').click();
    await server.until(() => expect(harness.text).toContain('Needs another look'));
    expect(harness.page.querySelectorAll('[aria-expanded="true"]')[0]?.textContent).toContain('Rest');
  });

  it('loses nothing when somebody else has changed them meanwhile', async () => {
    server.on(saved, new Refusal(409, { code: 'ALERT_ROUTES_CHANGED', title: 'Changed', detail: 'Read them again.' }));
    const harness = await open();
    harness.control('Take Rest away').click();
    await server.until(() => expect(names(harness)).toEqual(['Web']));
    server.on('GET /api/alerts/routes', { items: [aRoute('Theirs')], version: 9 });
    harness.control('Save the routes').click();
    await server.until(() => expect(harness.text).toContain('They are now: Theirs.'));
    expect(names(harness)).toEqual(['Web']);
    server.on(saved, ({ body }) => ({ ...(body as object), version: 10 }));
    harness.control('Save mine instead').click();
    await server.until(() => expect(server.calls(saved)[1]?.body).toEqual({ items: [aRoute('Web')], version: 9 }));
  });

  it('is only to be read for those who may not change it', async () => {
    const harness = await open(aUser({ role: 'OPERATOR' }));
    expect(names(harness)).toEqual(['Web', 'Rest']);
    expect(() => harness.control('Save the routes')).toThrow();
    expect(server.calls('GET /api/alerts/channels')).toEqual([]);
  });
});
