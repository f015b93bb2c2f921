import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { anAlert } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { NodeAlertsCard } from './node-alerts-card';

@Component({ imports: [NodeAlertsCard], template: '<hb-node-alerts-card nodeId="web-1" />' })
class Page {}

describe('the alerts of a host', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/alerts', { items: [], nextCursor: null });
  });

  const open = (user = aUser()): Promise<PageHarness> => PageHarness.open(Page, 'any', '/dashboard/any', user);

  it('are those that are open and those of late', async () => {
    const over = anAlert({ id: 'b', ruleName: 'Memory', state: 'RESOLVED', resolvedAt: '2026-01-02T04:00:00.000Z' });
    server.on('GET /api/alerts', ({ params }) => ({
      items: params.get('state') === 'RESOLVED' ? [over] : [anAlert({ target: { nodeId: 'web-1', mount: '/var' } })],
      nextCursor: null,
    }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('CPU busy for long Warning /var · 93.4% since'));
    expect(harness.text).toMatch(/Memory Warning 97\.1% resolved .* ago/);
    expect(server.calls('GET /api/alerts').map(({ params }) => params.get('nodeId'))).toEqual(['web-1', 'web-1']);
  });

  it('are read again when one of the host changes', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing fires on this host.'));
    harness.streams.latest.send('alert', anAlert({ target: { nodeId: 'db-1' } }));
    server.on('GET /api/alerts', { items: [anAlert()], nextCursor: null });
    harness.streams.latest.send('alert', anAlert());
    await server.until(() => expect(harness.text).toContain('CPU busy for long'));
    expect(server.calls('GET /api/alerts')).toHaveLength(4);
  });

  it('miss nothing and fail at nothing that changes before the card knows its host', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing fires on this host.'));
    const card = TestBed.createComponent(NodeAlertsCard);
    harness.streams.latest.send('alert', anAlert());
    server.on('GET /api/alerts', { items: [anAlert({ ruleName: 'Disk full soon' })], nextCursor: null });
    card.componentRef.setInput('nodeId', 'web-1');
    await server.until(() => expect((card.nativeElement as HTMLElement).textContent).toContain('Disk full soon'));
  });

  it('are kept quiet for two hours, until somebody ends it', async () => {
    server.on('POST /api/alerts/windows', ({ body }) => ({ id: 'w-1', ...(body as object) }));
    server.on('DELETE /api/alerts/windows/w-1', null);
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing fires'));
    harness.control('Quiet for 2 h').click();
    await server.until(() => expect(harness.overlay).toContain('web-1 is kept quiet for 2 h.'));
    const sent = server.calls('POST /api/alerts/windows')[0]?.body;
    const { from, to, ...rest } = sent as Record<string, string>;
    expect(rest).toEqual({
      name: 'Maintenance of web-1',
      kind: 'MAINTENANCE',
      selector: { nodeIds: ['web-1'] },
    });
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(7_200_000);
    harness.control('End it').click();
    await server.until(() => expect(server.calls('DELETE /api/alerts/windows/w-1')).toHaveLength(1));
  });

  it('say that they could not be kept quiet', async () => {
    server.on('POST /api/alerts/windows', new Refusal(409, { title: 'Conflict', detail: 'There are too many.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing fires'));
    harness.control('Quiet for 2 h').click();
    await server.until(() => expect(harness.overlay).toContain('web-1 is not kept quiet. There are too many.'));
  });

  it('are only looked at by viewers', async () => {
    const harness = await open(aUser({ role: 'VIEWER' }));
    await server.until(() => expect(harness.text).toContain('Nothing fires'));
    expect(() => harness.control('Quiet for 2 h')).toThrow();
  });
});
