import { anApproval } from '../../testing/approval-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { PageHarness } from '../../testing/page-harness';
import { ApprovalsPage } from './approvals-page';

const listed = 'GET /api/approvals';

describe('approvals page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on(listed, { items: [anApproval()], nextCursor: null });
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(ApprovalsPage, 'approvals', '/dashboard/approvals', user);

  it('lists what waits, and who asked for it', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Patch the web servers'));
    expect(harness.text).toMatch(/package-update · 2 hosts · because of its preset .* Asked for by J. Novak/);
    expect(server.calls(listed)[0]?.params.get('state')).toBe('PENDING');
    expect(harness.control('Patch the web servers').getAttribute('href')).toBe('/dashboard/approvals/approval-1');
  });

  it('marks one’s own, which somebody else decides', async () => {
    const harness = await open(aUser({ id: 'user-2' }));
    await server.until(() => expect(harness.text).toContain('Yours: somebody else decides'));
  });

  it('lists all on demand, and what became of them', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Patch the web servers'));
    server.on(listed, { items: [anApproval({ state: 'EXPIRED' })], nextCursor: null });
    harness.control('All').click();
    await server.until(() => expect(harness.text).toContain('Expired'));
    expect(harness.url).toBe('/dashboard/approvals?show=all');
    expect(server.calls(listed).at(-1)?.params.has('state')).toBe(false);
  });

  it('says that nothing waits', async () => {
    server.on(listed, { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Nothing waits for you'));
  });

  it('says why it could not be read', async () => {
    server.on(listed, new Refusal(403, { title: 'Not allowed', detail: 'Ask an admin.' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Ask an admin.'));
  });
});
