import { randomBytes } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { channelFields, alertChannelTypes, type AlertChannel, type Page, type Problem } from '@hyprbox/contracts';
import { temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startReplica } from '../../../test/replica.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { ChannelSecrets } from './channel-secrets.js';
import { ChannelsService } from './channels.service.js';

const nothing = '01999999-0000-7000-8000-000000000000';
const secretText = 'tk_nobody_may_read_this_again';
const ntfy = {
  name: 'On call',
  type: 'NTFY',
  config: { url: 'https://ntfy.example.com', topic: 'ops' },
  secrets: { token: secretText },
  sendResolved: true,
  enabled: true,
};
const key = (): string => randomBytes(32).toString('base64');

async function query<T>(server: TestServer, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.database.url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as T[]; // the caller knows the columns it asks for
  } finally {
    await client.end();
  }
}

describe('/api/alerts/channels', () => {
  let server: TestServer;
  let count = 0;

  const create = async (body: object = {}): Promise<AlertChannel> => {
    const answer = await server.admin.post<AlertChannel>('/alerts/channels', { ...ntfy, name: `c${count++}`, ...body });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const faultsOf = async (body: object): Promise<[number, [string, string][]]> => {
    const answer = await server.admin.post<Problem>('/alerts/channels', { ...ntfy, name: `c${count++}`, ...body });
    return [answer.status, (answer.body.errors ?? []).map(({ pointer, detail }) => [pointer, detail])];
  };
  const put = (id: string, body: object) =>
    server.admin.put<AlertChannel & Problem>(`/alerts/channels/${id}`, { ...ntfy, name: `c${count++}`, ...body });
  const opened = async (id: string) => (await server.app.get(ChannelSecrets).addressee(id))?.secrets;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('makes, shows, lists, changes and deletes them', async () => {
    const made = await create({ name: 'On call' });
    expect(made).toMatchObject({
      name: 'On call',
      type: 'NTFY',
      config: ntfy.config,
      secrets: { token: { set: true } },
    });
    expect((await server.admin.get(`/alerts/channels/${made.id}`)).body).toEqual(made);
    const { items } = (await server.admin.get<Page<AlertChannel>>('/alerts/channels?limit=1')).body;
    expect(items).toEqual([made]);
    const changed = await put(made.id, { name: 'Nights', enabled: false, secrets: undefined });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Nights', enabled: false, secrets: made.secrets } });
    expect((await server.admin.delete(`/alerts/channels/${made.id}`)).status).toBe(204);
    expect((await server.admin.get(`/alerts/channels/${made.id}`)).status).toBe(404);
  });

  it('takes the examples of every type, and nothing that they lack', async () => {
    for (const type of alertChannelTypes) {
      const values = (secret: boolean, leftOut?: string) =>
        Object.fromEntries(
          channelFields[type]
            .filter((field) => field.secret === secret && field.name !== leftOut)
            .map(({ name, example }) => [name, example.replaceAll('…', 'x')]),
        );
      await create({ type, config: values(false), secrets: values(true) });
      for (const { name, secret, required } of channelFields[type]) {
        const [status, faults] = await faultsOf({ type, config: values(false, name), secrets: values(true, name) });
        const missing = required ? [[secret ? `/secrets/${name}` : `/config/${name}`, 'must be given']] : [];
        expect([type, name, status, faults]).toEqual([type, name, required ? 400 : 201, missing]);
      }
    }
  });

  it.each([
    ['an address of another kind', { config: { ...ntfy.config, url: 'ftp://ntfy.example.com' } }, '/config/url'],
    ['credentials in an address', { config: { ...ntfy.config, url: 'https://me:x@ntfy.example.com' } }, '/config/url'],
    ['two lines', { config: { ...ntfy.config, topic: 'ops\nx' } }, '/config/topic'],
    ['a field that the type lacks', { config: { ...ntfy.config, chatId: '1' } }, '/config/chatId'],
    ['a secret that the type lacks', { secrets: { password: 'x' } }, '/secrets/password'],
    ['a secret as a plain field', { config: { ...ntfy.config, token: 'x' } }, '/config/token'],
    ['an inherited name', { config: { ...ntfy.config, constructor: 'x' } }, '/config/constructor'],
    ['a token that would break a header', { secrets: { token: 'a\r\nX: y' } }, '/secrets/token'],
    ['an unknown type', { type: 'PIGEON' }, '/type'],
  ])('refuses %s', async (_, body, pointer) => {
    const [status, faults] = await faultsOf(body);
    expect([status, faults.map(([place]) => place)]).toEqual([400, [pointer]]);
    expect(JSON.stringify(faults)).not.toContain('me:x');
  });

  it('has one of a name', async () => {
    const [one, other] = [await create(), await create()];
    expect(await faultsOf({ name: one.name })).toEqual([409, []]);
    expect(await put(other.id, { name: one.name })).toMatchObject({
      status: 409,
      body: { code: 'CHANNEL_NAME_TAKEN' },
    });
    expect((await put(one.id, { name: one.name })).status).toBe(200);
  });

  it('keeps a secret that is left out, replaces one that is given, and forgets an empty one', async () => {
    const { id } = await create();
    await put(id, { secrets: {} });
    expect(await opened(id)).toEqual({ token: secretText });
    await put(id, { secrets: { token: 'another' } });
    expect(await opened(id)).toEqual({ token: 'another' });
    expect((await put(id, { secrets: { token: '' } })).body.secrets).toEqual({ token: { set: false } });
    expect(await opened(id)).toEqual({});
    const gotify = { type: 'GOTIFY', config: { url: 'https://gotify.example.com' } };
    expect(await put(id, { ...gotify, secrets: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/secrets/token' }] },
    });
  });

  it('sends a stored secret to no other place', async () => {
    const { id } = await create();
    const moved = { config: { ...ntfy.config, url: 'https://elsewhere.example.com' } };
    const refused = await put(id, { ...moved, secrets: {} });
    expect([refused.status, refused.body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/secrets/token']]);
    expect((await put(id, { ...moved, secrets: { token: 'new' } })).status).toBe(200);
    const gotify = { type: 'GOTIFY', config: { url: 'https://gotify.example.com' }, secrets: {} };
    expect((await put(id, gotify)).status).toBe(400);
  });

  it('is not deleted while somebody needs it', async () => {
    const { id } = await create();
    server.app.get(ChannelsService).beforeRemoval(async (_, channel) => {
      if (channel.id === id) throw new Error('needed');
    });
    expect((await server.admin.delete(`/alerts/channels/${id}`)).status).toBe(500);
    expect((await server.admin.get(`/alerts/channels/${id}`)).status).toBe(200);
    expect((await server.admin.delete(`/alerts/channels/${nothing}`)).status).toBe(404);
  });

  it('stores a secret that nobody reads without the key, and tells it to nobody', async () => {
    const { id } = await create();
    const rows = await query(server, 'SELECT * FROM alert_channels');
    const trail = await query<{ details: object }>(server, `SELECT * FROM audit_events WHERE target_id = $1`, [id]);
    expect(trail).toHaveLength(1);
    const shown = [
      rows,
      trail,
      (await server.admin.get('/alerts/channels')).body,
      (await server.admin.get('/audit')).body,
    ];
    expect(JSON.stringify(shown)).not.toContain(secretText);
    expect(JSON.stringify(shown)).not.toContain(Buffer.from(secretText).toString('base64'));
  });

  it('opens no secret that was moved to another channel, field or value', async () => {
    const [one, other] = [await create(), await create({ secrets: { token: 'theirs' } })];
    await query(
      server,
      `UPDATE alert_channels SET secrets = (SELECT secrets FROM alert_channels WHERE id = $1) WHERE id = $2`,
      [one.id, other.id],
    );
    await expect(opened(other.id)).rejects.toThrow('was changed in the database');
    await query(
      server,
      `UPDATE alert_channels SET secrets = jsonb_set(secrets, '{token,data}', '"AAAA"') WHERE id = $1`,
      [one.id],
    );
    await expect(opened(one.id)).rejects.toThrow('was changed in the database');
  });
});

describe('the key of secrets', () => {
  let directory: TemporaryDirectory;
  let server: TestServer | null = null;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(async () => {
    await server?.stop();
    server = null;
    await directory.remove();
  });

  const settings = (keys?: string): Record<string, string> => ({
    HYPRBOX_DATA_DIR: directory.path,
    HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    ...(keys !== undefined && { HYPRBOX_SECRETS_KEY: keys }),
  });
  const start = async (keys?: string): Promise<{ server: TestServer; id: string }> => {
    server = await startTestServer(settings(keys));
    return { server, id: (await server.admin.post<AlertChannel>('/alerts/channels', ntfy)).body.id };
  };
  /** What another server, started later on the same database, opens. */
  const openedWith = async ({ server: { database }, id }: { server: TestServer; id: string }, keys?: string) => {
    await using replica = await startReplica(database.url, settings(keys));
    return (await replica.app.get(ChannelSecrets).addressee(id))?.secrets['token'];
  };

  it('is made in the data directory, for the server alone', async () => {
    const first = await start();
    const path = join(directory.path, 'secrets.key');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(path, 'utf8'), 'base64')).toHaveLength(32);
    expect(await openedWith(first)).toBe(secretText);
  });

  it('is changed without loss: first known, then in use, then alone', async () => {
    const [old, next] = [key(), key()];
    const first = await start(old);
    expect(await openedWith(first, `${old},${next}`)).toBe(secretText);
    expect(await openedWith(first, `${next},${old}`)).toBe(secretText);
    expect(await openedWith(first, next)).toBe(secretText);
    await expect(openedWith(first, old)).rejects.toThrow('HYPRBOX_SECRETS_KEY');
  });

  it('may be given after one was made', async () => {
    const first = await start();
    const given = key();
    expect(await openedWith(first, given)).toBe(secretText);
    await rm(join(directory.path, 'secrets.key'));
    expect(await openedWith(first, given)).toBe(secretText);
  });

  it('that is lost stops nothing but what needs it', async () => {
    const first = await start(key());
    const error = await openedWith(first, key()).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/"token" was sealed with a key .* HYPRBOX_SECRETS_KEY/);
    expect(String(error)).not.toContain(secretText);
  });
});
