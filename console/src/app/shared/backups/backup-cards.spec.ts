import { Component } from '@angular/core';
import { aUser } from '../../testing/builders';
import { aBackupSummary, aTarget } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { BackupsFigureCard } from './backups-figure-card';
import { NodeBackupsCard } from './node-backups-card';

@Component({
  imports: [BackupsFigureCard, NodeBackupsCard],
  template: `
    <hb-backups-figure-card />
    <hb-node-backups-card nodeId="web-1" />
  `,
})
class PageWithCards {}

const summaryRoute = 'GET /api/backups/summary';
const targetsRoute = 'GET /api/backups/targets';

describe('cards of the backups', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on(summaryRoute, aBackupSummary({ PROTECTED: 3 }))
      .on(targetsRoute, { items: [aTarget()], nextCursor: null });
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(PageWithCards, 'cards', '/dashboard/cards', user);

  const hostCard = (harness: PageHarness): string =>
    harness.page.querySelector('hb-node-backups-card')?.textContent ?? '';

  describe('the fleet’s', () => {
    it('says that all are proven', async () => {
      const harness = await open();
      await server.until(() => expect(harness.text).toContain('3 of 3 All are fresh and proven'));
    });

    it.each([
      { worst: 'failing', summary: aBackupSummary({ FAILING: 2, OVERDUE: 1, PROTECTED: 1 }), words: '2 failing' },
      { worst: 'overdue', summary: aBackupSummary({ OVERDUE: 1, NEVER: 1 }), words: '1 overdue' },
      { worst: 'never', summary: aBackupSummary({ NEVER: 1 }, { unprotectedNodes: 1 }), words: '1 never backed up' },
      {
        worst: 'unprotected',
        summary: aBackupSummary({ UNPROVEN: 1 }, { unprotectedNodes: 2 }),
        words: '2 hosts without backup',
      },
      { worst: 'unproven', summary: aBackupSummary({ UNPROVEN: 1, PROTECTED: 1 }), words: '1 unproven' },
    ])('leads to what is worst: $worst', async ({ worst, summary, words }) => {
      server.on(summaryRoute, summary);
      const harness = await open();
      await server.until(() => expect(harness.text).toContain(words));
      expect(harness.control(words).getAttribute('href')).toBe(`/dashboard/backups?show=${worst}`);
    });

    it('says that it could not be loaded', async () => {
      server.on(summaryRoute, new Refusal(503));
      const harness = await open();
      await server.until(() => expect(harness.text).toContain('Could not be loaded; trying again'));
    });
  });

  describe('a host’s', () => {
    it('shows how the host stands under each policy', async () => {
      const targets = [
        aTarget({ policyId: 'policy-2', policyName: 'shop-db', protection: 'OVERDUE', proofOverdue: true }),
        aTarget({ lastGoodBackupAt: null, lastProvenRestoreAt: null, protection: 'NEVER' }),
      ];
      server.on(targetsRoute, { items: targets, nextCursor: null });
      const harness = await open();
      await server.until(() => expect(hostCard(harness)).toMatch(/shop-db\s*Proof overdue.*Backed up/s));
      expect(hostCard(harness)).toMatch(/shop-files\s*Never backed up.*never proven/s);
      expect(server.calls(targetsRoute)[0]?.params.get('nodeId')).toBe('web-1');
      expect(harness.control('shop-db').getAttribute('href')).toBe('/dashboard/backups/policies/policy-2?node=web-1');
    });

    it('leads to a policy where there is none', async () => {
      server.on(targetsRoute, { items: [], nextCursor: null });
      const harness = await open();
      await server.until(() => expect(hostCard(harness)).toContain('No policy backs this host up.'));
      expect(harness.control('Protect it').getAttribute('href')).toBe('/dashboard/backups/policies/new?node=web-1');
    });

    it('does not offer to a viewer to protect it', async () => {
      server.on(targetsRoute, { items: [], nextCursor: null });
      const harness = await open(aUser({ role: 'VIEWER' }));
      await server.until(() => expect(hostCard(harness)).toContain('No policy backs this host up.'));
      expect(() => harness.control('Protect it')).toThrow();
    });

    it('says what went wrong, and tries again', async () => {
      server.on(targetsRoute, new Refusal(503, { title: 'The database is away' }));
      const harness = await open();
      await server.until(() => expect(hostCard(harness)).toContain('The database is away'));
      server.on(targetsRoute, { items: [aTarget()], nextCursor: null });
      harness.control('Try again').click();
      await server.until(() => expect(hostCard(harness)).toContain('shop-files'));
    });

    it('says that the role does not allow it, without a way to try again', async () => {
      server.on(targetsRoute, new Refusal(403, { title: 'You may not see backups' }));
      const harness = await open();
      await server.until(() => expect(hostCard(harness)).toContain('You may not see backups'));
      expect(() => harness.control('Try again')).toThrow();
    });
  });
});
