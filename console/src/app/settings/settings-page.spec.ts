import { aToken, aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { SettingsPage } from './settings-page';

const secret = 'hbnt_a1b2c3d4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

function open(query = '', user = aUser()): Promise<PageHarness> {
  return PageHarness.open(SettingsPage, 'settings', `/dashboard/settings${query}`, user);
}

describe('settings page', () => {
  it('lists tokens: those in force with a way to revoke them, the revoked after them', async () => {
    const harness = await open();
    const revoked = aToken({ id: 'old', name: 'old host', revokedAt: '2026-01-03T00:00:00.000Z' });
    await harness.answer('/api/tokens', { items: [revoked, aToken({ nodeId: 'web-1' })], nextCursor: null });
    const rows = [...harness.page.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');
    expect(rows[0]).toContain('web fleet');
    expect(rows[0]).toContain('web-1');
    expect(rows[1]).toContain('Revoked');
    expect(harness.page.querySelectorAll('tbody button')).toHaveLength(1);
  });

  it('shows the first of many tokens, and all of them when asked', async () => {
    const harness = await open();
    const items = Array.from({ length: 12 }, (_, index) => aToken({ id: `token-${index}`, name: `rack ${index}` }));
    await harness.answer('/api/tokens', { items, nextCursor: null });
    expect(harness.page.querySelectorAll('hb-node-tokens tbody tr')).toHaveLength(8);
    await harness.press('Show all 12');
    expect(harness.page.querySelectorAll('hb-node-tokens tbody tr')).toHaveLength(12);
  });

  it('holds the room of the tokens while they are loading', async () => {
    const harness = await open();
    expect(harness.has('.placeholders')).toBe(true);
  });

  it('says what a token is for when there is none', async () => {
    const harness = await open();
    await harness.answer('/api/tokens', { items: [], nextCursor: null });
    await harness.says('No token yet');
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    await harness.refuse('/api/tokens', 500, 'It broke.');
    await harness.says('It broke.');
    await harness.press('Try again');
    await harness.answer('/api/tokens', { items: [aToken()], nextCursor: null });
    await harness.says('web fleet');
  });

  it('keeps tokens from those who may not manage them', async () => {
    const harness = await open('', aUser({ role: 'OPERATOR' }));
    await harness.says('Only admins manage node tokens');
    expect(harness.pending('/api/tokens')).toHaveLength(0);
  });

  it('shows a new token once, with the commands that install and start an agent with it', async () => {
    const harness = await open('?create=token');
    await harness.answer('/api/tokens', { items: [], nextCursor: null });
    await harness.type('name', 'rack 7');
    await harness.press('Create');
    const created = { ...aToken({ name: 'rack 7' }), token: secret };
    const request = await harness.answer('/api/tokens', created, 'POST');
    expect(request.request.body).toEqual({ name: 'rack 7' });
    await harness.until(() => harness.overlay.includes(`HYPRBOX_NODE_TOKEN=${secret} node hyprnode.mjs`));
    expect(harness.overlay).toContain(`echo '${secret}' | sudo install -m 0600 /dev/stdin /etc/hyprnode.token`);
    expect(harness.overlay).toContain(`HYPRBOX_API_URL=${location.origin} HYPRBOX_NODE_TOKEN_FILE=/etc/hyprnode.token`);
    await harness.press('I have copied it');
    await harness.until(() => harness.text.includes('rack 7'));
    expect(`${harness.text} ${harness.overlay}`).not.toContain(secret);
    await harness.until(() => harness.url === '/dashboard/settings');
  });

  it('shows at the dialog why a token was not made, and keeps what was typed', async () => {
    const harness = await open('?create=token');
    await harness.answer('/api/tokens', { items: [], nextCursor: null });
    await harness.type('name', 'rack 7');
    await harness.type('nodeId', 'gone-1');
    await harness.press('Create');
    await harness.refuse('/api/tokens', 404, 'There is no host gone-1.', {}, 'POST');
    await harness.until(() => harness.overlay.includes('There is no host gone-1.'));
    await harness.press('Create');
    const again = await harness.answer('/api/tokens', { ...aToken(), token: secret }, 'POST');
    expect(again.request.body).toEqual({ name: 'rack 7', nodeId: 'gone-1' });
  });

  it('leaves no dialog over the sign-in page when the session ends', async () => {
    const harness = await open('?create=token');
    await harness.answer('/api/tokens', { items: [], nextCursor: null });
    await harness.type('name', 'rack 7');
    await harness.press('Create');
    await harness.refuse('/api/tokens', 401, 'Sign in first.', {}, 'POST');
    await harness.until(() => harness.url === '/login?next=%2Fdashboard%2Fsettings');
    await harness.until(() => harness.overlay === '');
  });

  it('revokes only after it was asked', async () => {
    const harness = await open();
    await harness.answer('/api/tokens', { items: [aToken()], nextCursor: null });
    await harness.press('Revoke web fleet');
    await harness.until(() => harness.overlay.includes('cannot be undone'));
    expect(harness.pending('/api/tokens/token-1')).toHaveLength(0);
    await harness.press('Revoke');
    await harness.until(() => harness.overlay === '');
    await harness.answer('/api/tokens/token-1', null, 'DELETE');
    await harness.until(() => harness.page.querySelectorAll('tbody button').length === 0);
    await harness.says('Revoked');
  });

  it('revokes nothing when the question is answered with no', async () => {
    const harness = await open();
    await harness.answer('/api/tokens', { items: [aToken()], nextCursor: null });
    await harness.press('Revoke web fleet');
    await harness.press('Keep');
    await harness.until(() => harness.overlay === '');
    expect(harness.pending('/api/tokens/token-1')).toHaveLength(0);
    expect(harness.page.querySelectorAll('tbody button')).toHaveLength(1);
  });

  it('says when a token could not be revoked', async () => {
    const harness = await open();
    await harness.answer('/api/tokens', { items: [aToken()], nextCursor: null });
    await harness.press('Revoke web fleet');
    await harness.press('Revoke');
    await harness.until(() => harness.overlay === '');
    await harness.refuse('/api/tokens/token-1', 503, 'The database is away.', {}, 'DELETE');
    await harness.until(() => harness.overlay.includes('“web fleet” was not revoked: The database is away.'));
    expect(harness.page.querySelectorAll('tbody button')).toHaveLength(1);
  });
});
