import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  AuditEvent,
  CreatedPresetSource,
  Page,
  PresetSource,
  PresetSummary,
  PresetUses,
  Problem,
  Schedule,
  ScheduleSummary,
} from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRule } from '../../test/alerts.js';
import { aPresetFile, GitSources } from '../../test/git-sources.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { readBodyBytes } from '../http/kept-body.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';

describe('sources of presets', () => {
  let server: TestServer;
  let sources: GitSources;
  const log: string[] = [];

  beforeAll(async () => {
    server = await startTestServer(
      { HYPRBOX_TRUST_PROXY: 'true' },
      pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    );
    sources = await GitSources.start(server);
  });
  afterAll(async () => {
    await sources[Symbol.asyncDispose]();
    await server.stop();
  });

  const sql = (text: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
    server.app.get(DataSource).query(text, parameters);
  const auditOf = async (target: string): Promise<AuditEvent[]> =>
    (await server.admin.get<Page<AuditEvent>>(`/audit?target=${target}`)).body.items;
  const actionsOf = async (target: string): Promise<string[]> => (await auditOf(target)).map(({ action }) => action);

  it('are made, changed and deleted, each recorded, and their webhook is shown once', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'made.sh': aPresetFile() });
    const { webhookUrl, ...created } = await sources.add({ ...fields, credentialsRef: null });
    expect(webhookUrl).toMatch(new RegExp(`^${server.url}/api/preset-sources/webhook/hbps_[\\w-]{43}$`));
    const token = webhookUrl.split('/').at(-1) ?? '';
    const [row] = await sql('SELECT webhook_sha256, to_jsonb(preset_sources)::text AS all FROM preset_sources');
    expect(row?.['webhook_sha256']).toEqual(createHash('sha256').update(token).digest());
    expect(row?.['all']).not.toContain(token);

    const taken = await sources.sync(created);
    expect(taken).toMatchObject({ kind: 'GIT', state: 'OK', presets: 1, faults: [], problem: null, version: 1 });
    expect((await server.admin.get<Page<PresetSource>>('/preset-sources')).body.items).toEqual([taken]);
    const change = { ...fields, name: 'changed', version: 1 };
    const { body } = await server.admin.put<PresetSource>(`/preset-sources/${created.id}`, change);
    expect(body).toMatchObject({ name: 'changed', version: 2, commit: taken.commit });
    const stale = await server.admin.put<Problem>(`/preset-sources/${created.id}`, change);
    expect([stale.status, stale.body.code]).toEqual([409, 'PRESET_SOURCE_CHANGED']);
    const other = await server.admin.post<Problem>('/preset-sources', { ...fields, name: 'changed' });
    expect([other.status, other.body.code]).toEqual([409, 'PRESET_SOURCE_NAME_TAKEN']);

    expect((await server.admin.delete(`/preset-sources/${created.id}`)).status).toBe(204);
    expect((await server.admin.get(`/preset-sources/${created.id}`)).status).toBe(404);
    const { dataDir } = server.app.get<Config>(CONFIG);
    await eventually(async () => !(await readdir(join(dataDir, 'preset-sources'))).includes(created.id));
    expect(await sources.preset('made')).toMatchObject({ state: 'RETIRED', sourceId: null, origin: 'GIT', version: 1 });
    expect(await actionsOf(created.id)).toEqual([
      'preset.source.delete',
      'preset.source.update',
      'preset.source.sync',
      'preset.source.create',
    ]);
    expect(await actionsOf('made')).toEqual(['preset.retire', 'preset.publish']);
    expect(JSON.stringify(await auditOf(created.id))).not.toContain(token);

    // Another source brings it again.
    const again = await sources.add({ ...fields, name: 'again' });
    expect(await sources.sync(again)).toMatchObject({ state: 'OK', presets: 1 });
    expect(await sources.preset('made')).toMatchObject({ state: 'PUBLISHED', sourceId: again.id, sourceName: 'again' });
  });

  it('are refused with words where a field says what can not be', async () => {
    const good = { name: 'x', url: 'https://git.example.com/x', branch: 'main', enabled: true };
    const overSsh = { ...good, url: 'git@git.example.com:x', credentialsRef: 'file:/key', knownHosts: 'host key' };
    const cases: [object, string][] = [
      [{ ...good, url: 'ext::sh -c "touch /tmp/x"' }, '/url'],
      [{ ...good, url: 'file:///etc' }, '/url'],
      [{ ...good, url: '/etc' }, '/url'],
      [{ ...good, url: 'http://git.example.com/x' }, '/url'],
      [{ ...good, url: 'https://user:secret@git.example.com/x' }, '/url'],
      [{ ...good, url: '--upload-pack=id' }, '/url'],
      [{ ...good, branch: '--upload-pack=id' }, '/branch'],
      [{ ...good, branch: 'a..b' }, '/branch'],
      [{ ...good, path: '../x' }, '/path'],
      [{ ...good, path: '/etc' }, '/path'],
      [{ ...good, credentialsRef: 'secret' }, '/credentialsRef'],
      [{ ...good, credentialsRef: 'env:HYPRBOX_JWT_SECRET' }, '/credentialsRef'],
      [{ ...good, knownHosts: 'host key' }, '/knownHosts'],
      [{ ...overSsh, credentialsRef: null }, '/credentialsRef'],
      [{ ...overSsh, knownHosts: ' ' }, '/knownHosts'],
      [{ ...good, name: 'a\nb' }, '/name'],
      [{ ...good, token: 'x' }, '/token'],
    ];
    for (const [fields, pointer] of cases) {
      const { status, body } = await server.admin.post<Problem>('/preset-sources', fields);
      expect([fields, status, body.errors?.[0]?.pointer]).toEqual([fields, 400, pointer]);
    }
  });

  it('are looked at as soon as their webhook is called, which keeps its secret', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'hooked.sh': aPresetFile() });
    const source = await sources.add(fields);
    await sources.sync(source);
    await git.commit({ 'hooked.sh': aPresetFile({ version: 2 }) });
    const answer = await fetch(source.webhookUrl, { method: 'POST', body: 'x'.repeat(1024 * 1024) });
    expect(answer.status).toBe(204);
    await eventually(async () => (await sources.preset('hooked')).version === 2);
    const token = source.webhookUrl.split('/').at(-1) ?? '';
    await eventually(() => log.some((line) => line.includes('/api/preset-sources/webhook/[redacted]')));
    expect(log.join('')).not.toContain(token);
    expect((await fetch(source.webhookUrl)).status).not.toBe(204);

    // What a body is said to have is not waited for, and what it has is read no further than it may be.
    const large = 'x'.repeat(readBodyBytes + 1);
    expect((await fetch(source.webhookUrl, { method: 'POST', body: large })).status).toBe(413);

    const unknown = (): Promise<Response> =>
      fetch(`${server.url}/api/preset-sources/webhook/hbps_x`, {
        method: 'POST',
        headers: { 'x-forwarded-for': '198.51.100.7' },
      });
    expect((await unknown()).status).toBe(404);
    const statuses = await Promise.all(Array.from({ length: 70 }, async () => (await unknown()).status));
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
  });

  it('are given a new address for their webhook, which ends the old one', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'renewed.sh': aPresetFile() });
    const source = await sources.add(fields);
    await sources.sync(source);
    const { status, body } = await server.admin.post<CreatedPresetSource>(`/preset-sources/${source.id}/webhook`, {});
    expect([status, body.id, body.version]).toEqual([200, source.id, source.version]);
    expect(body.webhookUrl).toMatch(new RegExp(`^${server.url}/api/preset-sources/webhook/hbps_[\\w-]{43}$`));
    expect(body.webhookUrl).not.toBe(source.webhookUrl);
    expect((await fetch(source.webhookUrl, { method: 'POST' })).status).toBe(404);
    await git.commit({ 'renewed.sh': aPresetFile({ version: 2 }) });
    expect((await fetch(body.webhookUrl, { method: 'POST' })).status).toBe(204);
    await eventually(async () => (await sources.preset('renewed')).version === 2);

    const recorded = (await auditOf(source.id)).find(({ action }) => action === 'preset.source.webhook');
    expect(recorded?.details).toEqual({ name: fields.name });
    expect(await server.admin.get(`/preset-sources/${source.id}`)).not.toHaveProperty('body.webhookUrl');
    const missing = await server.admin.post(`/preset-sources/${randomUUID()}/webhook`, {});
    expect(missing.status).toBe(404);
  });

  it('tell what their removal would break, and whose list marks it from then on', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'one-used.sh': aPresetFile(), 'two-used.sh': aPresetFile(), 'not-used.sh': aPresetFile() });
    const source = await sources.add(fields);
    await sources.sync(source);
    await server.node('web-1');
    const rollout = { preset: 'one-used', selector: { nodeIds: ['web-1'] }, gates: { checkPreset: 'two-used' } };
    const { body: schedule } = await server.admin.post<Schedule>('/schedules', {
      name: 'of git',
      cron: '0 3 * * *',
      timezone: 'UTC',
      overlap: 'SKIP',
      misfire: 'SKIP',
      enabled: false,
      rollout,
    });
    const remediation = { preset: 'two-used', variables: {}, everySeconds: 600, atOnce: 1 };
    const rule = await server.admin.post<{ id: string }>('/alerts/rules', aRule({ name: 'of git too', remediation }));
    expect(rule.status).toBe(201);
    const { body: uses } = await server.admin.get<PresetUses>(`/preset-sources/${source.id}/uses`);
    expect(uses).toEqual({
      items: [
        {
          kind: 'SCHEDULE',
          id: schedule.id,
          name: 'of git',
          faults: [
            { pointer: '/rollout/preset', detail: 'one-used would be retired' },
            { pointer: '/rollout/gates/checkPreset', detail: 'two-used would be retired' },
          ],
        },
        {
          kind: 'ALERT_RULE',
          id: rule.body.id,
          name: 'of git too',
          faults: [{ pointer: '/remediation/preset', detail: 'two-used would be retired' }],
        },
      ],
      truncated: false,
    });
    const listed = async (): Promise<ScheduleSummary | undefined> =>
      (await server.admin.get<Page<ScheduleSummary>>('/schedules')).body.items.find(({ id }) => id === schedule.id);
    expect((await listed())?.presetRetired).toBe(false);
    await server.admin.delete(`/preset-sources/${source.id}`);
    expect((await listed())?.presetRetired).toBe(true);
    expect((await server.admin.get(`/preset-sources/${source.id}/uses`)).status).toBe(404);
  });

  it('that are paused are not looked at, and keep what they brought', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'asleep.sh': aPresetFile() });
    const source = await sources.add(fields);
    await sources.sync(source);
    await server.admin.put(`/preset-sources/${source.id}`, { ...fields, enabled: false });
    const { status, body } = await server.admin.post<Problem>(`/preset-sources/${source.id}/sync`, {});
    expect([status, body.code]).toEqual([409, 'PRESET_SOURCE_DISABLED']);
    expect(body.detail).toContain(`is paused`);
    expect(body.detail).toContain(`hyprbox preset source update ${fields.name} --paused=false`);
    expect(await sources.preset('asleep')).toMatchObject({ state: 'PUBLISHED' });
  });

  it('are told of together with the directory beside the server, which can only be read again', async () => {
    const directory = join(sources.path, 'beside');
    await mkdir(directory);
    await writeFile(join(directory, 'beside.sh'), aPresetFile());
    await using beside = await startTestServer({ HYPRBOX_PRESETS_DIR: directory });
    const fields = { name: 'a repository', url: 'https://127.0.0.1:1/x', branch: 'main', enabled: false };
    await beside.admin.post('/preset-sources', fields);
    const { body: first } = await beside.admin.get<Page<PresetSource>>('/preset-sources?limit=1');
    const [files] = first.items;
    expect(files).toMatchObject({ kind: 'FILE', path: directory, presets: 1, state: 'OK' });
    const rest = `/preset-sources?limit=1&cursor=${first.nextCursor ?? ''}`;
    const { body: second } = await beside.admin.get<Page<PresetSource>>(rest);
    expect([second.items.map(({ name }) => name), second.nextCursor]).toEqual([['a repository'], null]);

    const path = `/preset-sources/${files?.id ?? ''}`;
    expect((await beside.admin.get<PresetSource>(path)).body).toEqual(files);
    await writeFile(join(directory, 'beside.sh'), aPresetFile({ version: 2 }));
    const { status, body } = await beside.admin.post<PresetSource>(`${path}/sync`, {});
    expect([status, body.state]).toEqual([200, 'OK']);
    expect((await beside.admin.get<PresetSummary>('/presets/beside')).body.version).toBe(2);
    const changes = [
      beside.admin.put(path, fields),
      beside.admin.delete(path),
      beside.admin.post(`${path}/webhook`, {}),
    ];
    for (const change of changes)
      expect(await change).toMatchObject({ status: 409, body: { code: 'PRESET_READ_ONLY' } });
  });
});
