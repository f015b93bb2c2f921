import type { Approval } from '@hyprbox/contracts';
import { aPlannedRollout, anApproval } from '../../testing/approval-builders';
import { aWindow } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { ApprovalPage } from './approval-page';

const address = '/dashboard/approvals/approval-1';
const approved = 'POST /api/approvals/approval-1/approve';
const overridden = 'POST /api/approvals/approval-1/override';

describe('approval page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/approvals/approval-1', anApproval())
      .on('GET /api/rollouts/rollout-1', aPlannedRollout())
      .on('GET /api/alerts/windows/window-1', aWindow({ id: 'window-1', name: 'Sunday night' }))
      .on('GET /api/rollouts/rollout-1/targets', {
        items: [
          { nodeId: 'web-1', wave: 1 },
          { nodeId: 'web-2', wave: 2 },
        ],
        nextCursor: null,
      });
  });

  const open = async (user = aUser({ role: 'OPERATOR' })): Promise<PageHarness> => {
    const harness = await PageHarness.open(ApprovalPage, 'approvals/:approvalId', address, user);
    await server.until(() => expect(harness.text).toContain('J. Novak'));
    return harness;
  };
  const kinds = (harness: PageHarness): (string | null)[] =>
    [...harness.page.querySelectorAll('.line')].map((line) => line.getAttribute('data-kind'));

  it('shows what would run, where and when, and what has changed since it ran last', async () => {
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Only in Sunday night'));
    await server.until(() => expect(harness.text).toContain('web-2 wave 2'));
    expect(harness.text).toContain('package-update on 2 hosts');
    expect(harness.text).toContain('because of its preset and the number of hosts it was started on of late');
    expect(harness.text).toContain('reboot = true');
    expect(harness.text).toContain('Waves 1 host, then 1 host');
    expect(harness.text).toContain('nothing critical fires');
    expect(harness.text).toContain('Since it ran last: lines added: 1, removed: 0.');
    expect(kinds(harness)).toEqual(['same', 'same', 'added']);
    harness.control('Whole').click();
    await server.until(() => expect(harness.page.querySelector('pre')?.textContent).toBe(anApproval().script));
  });

  it('has the whole script where nothing ran before, or nothing has changed', async () => {
    server.on('GET /api/approvals/approval-1', anApproval({ lastScript: null, lastRolloutId: null }));
    const harness = await open();
    expect(harness.text).toContain('package-update has not run before: all of it is new.');
    expect(harness.page.querySelector('pre')?.textContent).toBe(anApproval().script);
  });

  it('sends a decision on what is shown, with what was written', async () => {
    server.on(approved, decided({ state: 'APPROVED' }));
    const harness = await open();
    fillIn('Comment', 'Looks right.');
    harness.control('Approve').click();
    await server.until(() => expect(harness.text).toContain('approved by M. Keller'));
    expect(server.calls(approved)[0]?.body).toEqual({ digest: anApproval().digest, comment: 'Looks right.' });
    expect(() => harness.control('Approve')).toThrow();
  });

  it('rejects', async () => {
    server.on('POST /api/approvals/approval-1/reject', decided({ state: 'REJECTED', comment: 'Not on a Friday.' }));
    const harness = await open();
    harness.control('Reject').click();
    await server.until(() => expect(harness.text).toContain('Not on a Friday.'));
  });

  it('says why a decision was refused, and shows what it has become', async () => {
    const detail = 'What was asked for has changed since.';
    server.on(approved, new Refusal(409, { code: 'APPROVAL_CHANGED', title: 'Changed', detail }));
    const harness = await open();
    server.on('GET /api/approvals/approval-1', anApproval({ digest: 'e'.repeat(64), lastScript: null }));
    harness.control('Approve').click();
    await server.until(() => expect(harness.text).toContain(detail));
    await server.until(() => expect(harness.text).toContain('all of it is new'));
  });

  it('is decided by somebody else than who asked, and by nobody who only reads', async () => {
    const harness = await open(aUser({ id: 'user-2', role: 'OPERATOR' }));
    expect(harness.text).toContain('somebody else has to agree to it');
    expect(() => harness.control('Approve')).toThrow();
    expect(() => harness.control('Override: start it without an approval')).toThrow();
  });

  it('is only to be read for viewers', async () => {
    const harness = await open(aUser({ role: 'VIEWER' }));
    expect(harness.text).toContain('Operators and admins decide.');
    expect(() => harness.control('Approve')).toThrow();
  });

  it('is overridden by an admin, of their own as well, with a reason', async () => {
    server.on(overridden, decided({ state: 'OVERRIDDEN' }));
    const harness = await open(aUser({ id: 'user-2', role: 'ADMIN' }));
    harness.control('Override: start it without an approval').click();
    await server.until(() => expect(harness.control('Override')).toBeDefined());
    harness.control('Override').click();
    await server.until(() =>
      expect(wordsAtField('Why it starts without an approval')).toContain('This must be filled in.'),
    );
    expect(server.calls(overridden)).toEqual([]);
    fillIn('Why it starts without an approval', 'The site is down.');
    harness.control('Override').click();
    await server.until(() => expect(harness.text).toContain('overridden by M. Keller'));
    expect(server.calls(overridden)[0]?.body).toEqual({ digest: anApproval().digest, reason: 'The site is down.' });
  });

  it('says that there is none', async () => {
    server.on('GET /api/approvals/approval-1', new Refusal(404, { title: 'No such approval', detail: 'It is gone.' }));
    const harness = await PageHarness.open(ApprovalPage, 'approvals/:approvalId', address, aUser());
    await server.until(() => expect(harness.control('Go to the approvals')).toBeDefined());
  });
});

function decided(change: Partial<Approval>): Approval {
  return anApproval({
    decidedBy: 'user-1',
    decidedByName: 'M. Keller',
    decidedAt: '2026-01-02T04:00:00.000Z',
    ...change,
  });
}
