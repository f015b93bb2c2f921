import { anApproval } from '../../testing/approval-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { ApprovalBadge } from './approval-badge';

describe('approval badge', () => {
  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(ApprovalBadge, 'jobs', '/dashboard/jobs', user);
  const listed = 'GET /api/approvals';

  it('counts what waits for a decision, without one’s own', async () => {
    const items = [anApproval(), anApproval({ id: 'approval-2' }), anApproval({ id: 'own', requestedBy: 'user-9' })];
    const server = new FakeServer().on(listed, { items, nextCursor: null });
    const harness = await open(aUser({ id: 'user-9' }));
    await server.until(() => expect(harness.text).toContain('2 waiting for you'));
    expect(server.calls(listed)[0]?.params.get('state')).toBe('PENDING');
  });

  it('is not there where nothing waits, or that is not known', async () => {
    const server = new FakeServer().on(listed, new Refusal(503));
    const harness = await open();
    await server.until(() => expect(server.calls(listed)).toHaveLength(1));
    expect(harness.text).not.toContain('waiting');
  });
});
