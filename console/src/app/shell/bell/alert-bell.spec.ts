import { anAlert, anAlertSummary } from '../../testing/alert-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { AlertBell } from './alert-bell';

describe('the bell', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/alerts/summary', anAlertSummary());
  });

  const open = (): Promise<PageHarness> => PageHarness.open(AlertBell, 'any', '/dashboard/any');
  const bell = (harness: PageHarness): HTMLElement => {
    const button = harness.page.querySelector('button');
    if (button === null) throw new Error('There is no bell.');
    return button;
  };

  it('is quiet while nothing fires', async () => {
    const harness = await open();
    await server.until(() => expect(bell(harness).getAttribute('aria-label')).toBe('Alerts: nothing fires'));
    expect(harness.has('.count')).toBe(false);
  });

  it('counts what fires, and again when the stream tells of a change', async () => {
    const harness = await open();
    await server.until(() => expect(bell(harness).getAttribute('aria-label')).toBe('Alerts: nothing fires'));
    server.on('GET /api/alerts/summary', anAlertSummary({ firing: { WARNING: 120, CRITICAL: 3 }, acknowledged: 9 }));
    harness.streams.latest.send('alert', anAlert());
    await server.until(() => expect(bell(harness).textContent).toContain('99+'));
    expect(bell(harness).getAttribute('aria-label')).toBe('Alerts: 99+ firing, 3 of them critical');
    expect(bell(harness).querySelector('.count')?.getAttribute('data-status')).toBe('CRITICAL');
  });

  it('asks for the newest only when it is pressed, and shows where each leads', async () => {
    server.on('GET /api/alerts/summary', anAlertSummary({ firing: { WARNING: 1, CRITICAL: 0 } }));
    server.on('GET /api/alerts', {
      items: [anAlert({ target: { nodeId: 'web-1', mount: '/var' } })],
      nextCursor: null,
    });
    const harness = await open();
    await server.until(() => expect(bell(harness).textContent).toContain('1'));
    expect(server.calls('GET /api/alerts')).toEqual([]);
    bell(harness).click();
    await server.until(() => expect(harness.overlay).toMatch(/Warning CPU busy for long web-1 \/var · .* ago/));
    expect(server.calls('GET /api/alerts')[0]?.params.get('limit')).toBe('5');
    expect(harness.control('See all alerts').getAttribute('href')).toBe('/dashboard/alerts');
  });

  it('says that the alerts cannot be read', async () => {
    server.on('GET /api/alerts', new Refusal(500, { title: 'Failed' }));
    const harness = await open();
    bell(harness).click();
    await server.until(() => expect(harness.overlay).toContain('The alerts cannot be read just now.'));
  });
});
