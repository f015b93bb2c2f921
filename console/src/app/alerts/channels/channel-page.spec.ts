import { aChannel } from '../../testing/alert-builders';
import { aUser } from '../../testing/builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { PageHarness } from '../../testing/page-harness';
import { ChannelPage } from './channel-page';
import { ChannelsPage } from './channels-page';

const stored = 'PUT /api/alerts/channels/channel-1';

describe('channel page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/alerts/channels/channel-1', aChannel());
  });

  const create = (): Promise<PageHarness> =>
    PageHarness.open(ChannelPage, 'alerts/channels/new', '/dashboard/alerts/channels/new');
  const edit = async (): Promise<PageHarness> => {
    const url = '/dashboard/alerts/channels/channel-1';
    const harness = await PageHarness.open(ChannelPage, 'alerts/channels/:channelId', url);
    await server.until(() => expect(fieldLabelled('Name').value).toBe('On call'));
    return harness;
  };

  it('asks for what the service needs, and sends it', async () => {
    server.on('POST /api/alerts/channels', aChannel());
    const harness = await create();
    fillIn('Name', ' On call ');
    harness.control('Add the channel').click();
    await server.until(() => expect(wordsAtField('Server')).toContain('This must be filled in.'));
    fillIn('Server', 'https://ntfy.sh');
    fillIn('Topic', 'ops-7f3a9c');
    harness.control('Add the channel').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/alerts/channels'));
    expect(server.calls('POST /api/alerts/channels')[0]?.body).toEqual({
      name: 'On call',
      type: 'NTFY',
      config: { url: 'https://ntfy.sh', topic: 'ops-7f3a9c' },
      secrets: {},
      sendResolved: true,
      enabled: true,
    });
  });

  it('shows of a secret only that it is set, and leaves it alone', async () => {
    server.on(stored, aChannel());
    const harness = await edit();
    expect(harness.text).toContain('Access token Set');
    expect(() => fieldLabelled('Access token')).toThrow();
    harness.control('Save').click();
    await server.until(() => expect(server.calls(stored)).toHaveLength(1));
    expect(server.calls(stored)[0]?.body).toMatchObject({ secrets: {} });
  });

  it('replaces a secret, or takes it away', async () => {
    server.on(stored, aChannel());
    const harness = await edit();
    harness.control('Replace Access token').click();
    await server.until(() => expect(fieldLabelled('Access token').getAttribute('type')).toBe('password'));
    fillIn('Access token', 'tk_new');
    harness.control('Save').click();
    await server.until(() => expect(server.calls(stored)[0]?.body).toMatchObject({ secrets: { token: 'tk_new' } }));
    harness.control('Keep the one that is set').click();
    await server.until(() => expect(harness.control('Take away Access token')).toBeDefined());
    harness.control('Take away Access token').click();
    await server.until(() => expect(harness.text).toContain('Taken away when it is saved'));
    harness.control('Save').click();
    await server.until(() => expect(server.calls(stored)[1]?.body).toMatchObject({ secrets: { token: '' } }));
  });

  it('asks again for a secret that would be sent elsewhere', async () => {
    const errors = [{ pointer: '/secrets/token', detail: 'must be given again, as it is to be sent to another place' }];
    server.on(stored, new Refusal(400, { title: 'Not valid', detail: 'Look at the fields.', errors }));
    const harness = await edit();
    fillIn('Server', 'https://ntfy.example.com');
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Access token')).toContain('must be given again'));
    expect(fieldLabelled('Server').value).toBe('https://ntfy.example.com');
  });

  it('shows what the server has against a field', async () => {
    const errors = [{ pointer: '/config/url', detail: 'must be an address that begins with https:// or http://' }];
    server.on(stored, new Refusal(400, { title: 'Not valid', detail: 'Look at the fields.', errors }));
    const harness = await edit();
    harness.control('Save').click();
    await server.until(() => expect(wordsAtField('Server')).toContain('must be an address that begins'));
    server.on(stored, aChannel());
    harness.control('Save').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/alerts/channels'));
  });
});

describe('channels page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer().on('GET /api/alerts/channels', { items: [aChannel()], nextCursor: null });
  });

  const open = (user = aUser()): Promise<PageHarness> =>
    PageHarness.open(ChannelsPage, 'alerts/channels', '/dashboard/alerts/channels', user);

  it('shows the service’s own answer to a test', async () => {
    server.on('POST /api/alerts/channels/channel-1/test', {
      ok: false,
      status: 403,
      detail: '{"error":"topic is reserved"}',
      durationMs: 84,
    });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('On call ntfy · https://ntfy.sh / ops-7f3a9c'));
    harness.control('Send a test by On call').click();
    await server.until(() => expect(harness.text).toContain('Not sent in 84 ms: 403 {"error":"topic is reserved"}'));
  });

  it('tells the newcomer what a channel is for', async () => {
    server.on('GET /api/alerts/channels', { items: [], nextCursor: null });
    const harness = await open();
    await server.until(() => expect(harness.text).toContain('Add a channel so that somebody is told'));
  });

  it('deletes one when asked twice', async () => {
    server.on('DELETE /api/alerts/channels/channel-1', null);
    const harness = await open();
    await server.until(() => expect(harness.control('Delete On call')).toBeDefined());
    harness.control('Delete On call').click();
    await server.until(() => expect(harness.overlay).toContain('Delete On call?'));
    harness.control('Delete').click();
    await server.until(() => expect(harness.text).toContain('No channel yet'));
  });

  it('says which routes lead to one that is in use, and the way there', async () => {
    const route = (name: string, ...channelIds: string[]) => ({ name, steps: [{ afterSeconds: 0, channelIds }] });
    server.on('DELETE /api/alerts/channels/channel-1', new Refusal(409, { code: 'CHANNEL_IN_USE', title: 'In use' }));
    server.on('GET /api/alerts/routes', {
      version: 1,
      items: [route('Night', 'channel-1'), route('Day', 'other'), route('Weekend', 'other', 'channel-1')],
    });
    const harness = await open();
    await server.until(() => expect(harness.control('Delete On call')).toBeDefined());
    harness.control('Delete On call').click();
    await server.until(() => expect(harness.overlay).toContain('Delete On call?'));
    harness.control('Delete').click();
    await server.until(() => expect(harness.overlay).toContain('These routes lead to it: Night Weekend Take it out'));
    expect(harness.control('Go to the routes').getAttribute('href')).toBe('/dashboard/alerts/routes');
    expect(harness.text).toContain('On call');
  });

  it('is not for those who may not see addresses', async () => {
    const harness = await open(aUser({ role: 'OPERATOR' }));
    await server.until(() => expect(harness.text).toContain('Only admins see the channels'));
    expect(server.calls('GET /api/alerts/channels')).toEqual([]);
  });
});
