import type { PresetSummary } from '@hyprbox/contracts';
import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn } from '../../testing/fill-in';
import { EditPolicyPage } from './edit-policy-page';

const readRoute = 'GET /api/backups/policies/policy-1';
const changeRoute = 'PATCH /api/backups/policies/policy-1';

describe('edit backup policy page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/presets', { items: [] satisfies PresetSummary[], nextCursor: null })
      .on('GET /api/nodes', { items: [], nextCursor: null })
      .on('POST /api/backups/schedules/preview', { words: 'At 02:30', next: [] })
      .on(changeRoute, aPolicy());
  });

  const open = (user = aUser()): Promise<PageHarness> => {
    const path = 'backups/policies/:policyId/edit';
    return PageHarness.open(EditPolicyPage, path, '/dashboard/backups/policies/policy-1/edit', user);
  };

  it('says that it is loading', async () => {
    expect((await open()).text).toContain('Loading the policy');
  });

  it('says that only admins write policies, and asks for none', async () => {
    server.on(readRoute, aPolicy());
    const harness = await open(aUser({ role: 'OPERATOR' }));
    await server.until(() => expect(harness.text).toContain('Only admins write backup policies'));
    expect(server.calls(readRoute)).toHaveLength(0);
  });

  it('says that there is no such policy', async () => {
    server.on(readRoute, new Refusal(404, { title: 'There is no such policy' }));
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('There is no such policy'));
  });

  it('begins with the policy, and writes what was changed', async () => {
    const policy = aPolicy({
      nodeId: null,
      tag: 'web',
      environment: { AWS_ACCESS_KEY_ID: 'env:KEY_ID' },
      preHook: { preset: 'gone-from-the-catalogue', variables: { database: 'shop' } },
      maxProofAgeDays: 30,
    });
    server.on(readRoute, policy);
    const harness = await open();
    await server.until(() => expect(harness.has('form')).toBe(true));
    await server.until(() => expect(fieldLabelled('Tag').value).toBe('web'));
    expect(fieldLabelled('Credentials of the repository, one a line').value).toBe('AWS_ACCESS_KEY_ID=env:KEY_ID');
    fillIn('Name', 'shop-files-2');
    fillIn('Daily', '');
    harness.control('Save').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/backups/policies/policy-1'));
    expect(server.calls(changeRoute)[0]?.body).toMatchObject({
      name: 'shop-files-2',
      nodeId: null,
      tag: 'web',
      environment: { AWS_ACCESS_KEY_ID: 'env:KEY_ID' },
      retention: { keepWeekly: 4 },
      preHook: { preset: 'gone-from-the-catalogue', variables: { database: 'shop' } },
      maxProofAgeDays: 30,
    });
  });

  it('says why it was not saved, and keeps what was typed', async () => {
    server.on(readRoute, aPolicy()).on(changeRoute, new Refusal(503, { title: 'The database is away' }));
    const harness = await open();
    await server.until(() => expect(harness.has('form')).toBe(true));
    fillIn('Name', 'shop-files-2');
    harness.control('Save').click();
    await server.until(() => expect(harness.text).toContain('The database is away.'));
    expect(fieldLabelled('Name').value).toBe('shop-files-2');
    expect(harness.control('Save').hasAttribute('disabled')).toBe(false);
  });
});
