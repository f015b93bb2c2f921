import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { AlertDetails, Page, PresetSource, PresetSourceFields } from '@hyprbox/contracts';
import { eventually, GitOverSsh, TestGitRepository } from '@hyprbox/testing';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Alerts, aRule } from '../../../test/alerts.js';
import { aPresetFile, GitSources } from '../../../test/git-sources.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { Egress } from '../../egress/egress.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { Authorities } from './authorities.js';
import { GIT_LIMITS, gitLimits, type GitLimits } from './git-limits.js';

const token = 'glpat-nobody-may-read-this';
const basic = (user: string): string => `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
const listProcesses = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

describe('hosts of repositories', () => {
  let server: TestServer;
  let sources: GitSources;
  let limits: GitLimits;
  const log: string[] = [];

  beforeAll(async () => {
    server = await startTestServer({}, pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }));
    sources = await GitSources.start(server);
    limits = server.app.get<GitLimits>(GIT_LIMITS, { strict: false });
  });
  afterAll(async () => {
    await sources[Symbol.asyncDispose]();
    await server.stop();
  });
  afterEach(async () => {
    // There may be no more than twenty.
    const { body } = await server.admin.get<Page<PresetSource>>('/preset-sources');
    for (const { id } of body.items) await server.admin.delete(`/preset-sources/${id}`);
    Object.assign(limits, gitLimits);
    sources.https.intercept = () => false;
    sources.https.authorization = null;
    vi.unstubAllEnvs();
  });

  const dataDir = (): string => server.app.get<Config>(CONFIG).dataDir;
  const problemOf = async (fields: PresetSourceFields): Promise<string | null> => {
    const { state, problem } = await sources.sync(await sources.add(fields));
    expect([state, problem]).toEqual(['FAILED', expect.any(String)]);
    return problem;
  };

  describe('over https', () => {
    it('get a token by reference, which nobody else sees', async () => {
      const { git, fields } = await sources.repository();
      await git.commit({ 'secret.sh': aPresetFile() });
      const file = join(sources.path, 'token');
      await writeFile(file, `${token}\n`);
      vi.stubEnv('GIT_TOKEN', `team:${token}`);
      sources.https.authorization = basic('x-access-token');
      let seen = '';
      sources.https.intercept = () => {
        seen += listProcesses();
        return false;
      };
      const source = await sources.add({ ...fields, credentialsRef: `file:${file}` });
      expect(await sources.sync(source)).toMatchObject({ state: 'OK', credentialsRef: `file:${file}` });
      sources.https.authorization = basic('team');
      const { git: other, fields: others } = await sources.repository();
      await other.commit({ 'secret-2.sh': aPresetFile() });
      expect(await sources.sync(await sources.add({ ...others, credentialsRef: 'env:GIT_TOKEN' }))).toMatchObject({
        state: 'OK',
      });
      expect(seen).toContain('git-remote-https');

      // Refused by a host that sends back what it was sent.
      sources.https.authorization = 'Basic other';
      const { fields: third } = await sources.repository();
      const problem = await problemOf({ ...third, credentialsRef: `file:${file}` });
      expect(problem).toContain('refuses the credential');
      const rows = await server.app.get(DataSource).query('SELECT to_jsonb(preset_sources)::text FROM preset_sources');
      // 1: it is found nowhere.
      expect(spawnSync('grep', ['-r', token, join(dataDir(), 'preset-sources')]).status).toBe(1);
      for (const text of [seen, problem, JSON.stringify(rows), log.join('')]) {
        for (const secret of [token, basic('team').slice(6), basic('x-access-token').slice(6)]) {
          expect(text).not.toContain(secret);
        }
      }
    });

    it('are told that they want a credential where none is given', async () => {
      const { fields } = await sources.repository();
      sources.https.authorization = basic('team');
      const problem = await problemOf(fields);
      expect(problem).toMatch(/^The host wants a credential.* none is given: say in credentialsRef/);
      expect(problem).not.toContain('refuses');
    });

    it('are told of where the credential is not there, or is none', async () => {
      const { fields } = await sources.repository();
      expect(await problemOf({ ...fields, credentialsRef: 'env:NO_SUCH_TOKEN' })).toContain('env:NO_SUCH_TOKEN');
      const again = { ...fields, name: 'again' };
      expect(await problemOf({ ...again, credentialsRef: 'file:/nonexistent' })).toContain('ENOENT');
      expect(await problemOf({ ...again, name: 'pipe', credentialsRef: 'file:/dev/zero' })).toContain('no file');
      vi.stubEnv('TWO_LINES', 'a\r\nx-evil: b');
      expect(await problemOf({ ...again, name: 'lines', credentialsRef: 'env:TWO_LINES' })).toContain('one line');
    });

    it('are sent nothing of the server itself', async () => {
      const { fields } = await sources.repository();
      const [password, link] = [join(dataDir(), 'postgres.password'), join(sources.path, 'link')];
      await writeFile(password, `${token}\n`);
      await symlink(password, link);
      const sent: (string | undefined)[] = [];
      sources.https.intercept = ({ headers }) => {
        sent.push(headers.authorization);
        return false;
      };
      for (const file of [password, link, '/proc/self/environ']) {
        const source = await sources.add({ ...fields, credentialsRef: `file:${file}` });
        const { problem } = await sources.sync(source);
        expect(problem).toContain('the server’s own');
        await server.admin.delete(`/preset-sources/${source.id}`);
      }
      expect(sent.filter(Boolean)).toEqual([]);
    });

    it('are ended when they hang, with all that was started for them', async () => {
      const { git, fields } = await sources.repository();
      await git.commit({ 'hanging.sh': aPresetFile() });
      const source = await sources.add(fields);
      await sources.sync(source);
      limits.lookMs = 1_500;
      sources.https.intercept = () => true;
      const began = performance.now();
      const failed = await sources.sync(source);
      expect(failed).toMatchObject({ state: 'FAILED', problem: expect.stringContaining('longer than 2 s') });
      expect(performance.now() - began).toBeLessThan(10_000);
      await eventually(() => !listProcesses().includes(fields.url));
      expect(await sources.preset('hanging')).toMatchObject({ state: 'PUBLISHED', version: 1 });
      expect(await readdir(join(dataDir(), 'preset-sources', source.id))).toEqual(['objects.git']);
    });

    it('are ended when they serve more than is taken', async () => {
      const { git, fields } = await sources.repository();
      await git.commit({ 'large.sh': aPresetFile() });
      await git.commit({ 'large.bin': randomBytes(8 * 1024 * 1024) });
      limits.repositoryBytes = 2 * 1024 * 1024;
      const source = await sources.add(fields);
      expect(await sources.sync(source)).toMatchObject({
        state: 'FAILED',
        problem: expect.stringContaining('more than'),
      });
      expect(await readdir(join(dataDir(), 'preset-sources', source.id))).toEqual([]);
    });

    it('of which the branch, the repository or the host itself is gone leave everything as it was', async () => {
      const { git, fields } = await sources.repository();
      await git.commit({ 'left.sh': aPresetFile() });
      const source = await sources.add(fields);
      const { commit } = await sources.sync(source);
      await git.change('branch', '-m', 'main', 'other');
      expect(await sources.sync(source)).toMatchObject({
        state: 'FAILED',
        commit,
        problem: expect.stringContaining('no such branch'),
      });
      expect(await sources.preset('left')).toMatchObject({ state: 'PUBLISHED' });
      await git.change('branch', '-m', 'other', 'main');
      expect(await sources.sync(source)).toMatchObject({ state: 'OK', problem: null });
      expect(await problemOf({ ...fields, name: 'no repository', url: sources.https.url('none.git') })).toContain(
        'not found',
      );
      expect(await problemOf({ ...fields, name: 'no host', url: 'https://127.0.0.1:1/x' })).toContain('onnect');
    });

    it('are not trusted by another certificate, and not followed elsewhere', async () => {
      const { git, fields } = await sources.repository();
      await git.commit({ 'moved.sh': aPresetFile() });
      sources.https.intercept = (request, response) => {
        if (request.url?.startsWith('/moved')) {
          response.writeHead(302, {
            location: fields.url.replace(/\/[^/]*$/, request.url.replace('moved', fields.name)),
          });
          response.end();
          return true;
        }
        return false;
      };
      expect(await problemOf({ ...fields, url: sources.https.url('moved') })).toMatch(/elsewhere|302/);
      const authorities = server.app.get(Authorities, { strict: false });
      const trusted = vi.spyOn(authorities, 'pem').mockResolvedValue(rootCertificates[0] ?? '');
      const problem = await problemOf({ ...fields, name: 'not trusted' });
      expect(problem).toMatch(/is not trusted.* NODE_EXTRA_CA_CERTS/);
      expect(problem).not.toContain(dataDir());
      expect(problem).not.toMatch(/CAfile|authorities/);
      trusted.mockRestore();
    });

    it('are not called where nothing is ever called, whatever their names lead to', async () => {
      const { fields } = await sources.repository();
      expect(await problemOf({ ...fields, url: 'https://169.254.169.254/latest' })).toContain('link-local');
      const egress = server.app.get(Egress, { strict: false });
      const resolve = vi.spyOn(egress, 'permitted').mockResolvedValue([{ address: '127.0.0.1', family: 4 }]);
      const { git, fields: pinned } = await sources.repository();
      await git.commit({ 'pinned.sh': aPresetFile() });
      // The name is known to nobody: git goes where was looked up.
      const url = pinned.url.replace('localhost', 'localhost.pinned.invalid');
      const problem = await problemOf({ ...pinned, url });
      resolve.mockRestore();
      expect(problem).toContain('certificate');
    });
  });

  describe('over ssh', () => {
    let ssh: GitOverSsh;
    let fields: PresetSourceFields;

    beforeAll(async () => {
      ssh = await GitOverSsh.start(sources.path);
      // Mounted secrets can often be read by others, and ssh refuses such a key.
      await chmod(ssh.keyFile, 0o644);
      fields = {
        name: 'by ssh',
        url: ssh.url('/'),
        branch: 'main',
        enabled: true,
        credentialsRef: `file:${ssh.keyFile}`,
        knownHosts: ssh.knownHosts,
      };
    });
    afterAll(() => ssh.stop());

    it('let in a key by reference, and are known by theirs', async () => {
      const plain = await TestGitRepository.create(sources.path, 'over-ssh.git');
      await plain.commit({ 'by-ssh.sh': aPresetFile() });
      const source = await sources.add({ ...fields, url: ssh.url(plain.path) });
      expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 1 });
      await plain.commit({ 'by-ssh.sh': aPresetFile({ version: 2 }) });
      await sources.sync(source);
      expect(await sources.preset('by-ssh')).toMatchObject({ version: 2 });
      // The key is not left behind.
      expect(await readdir(join(dataDir(), 'preset-sources', source.id))).toEqual(['objects.git']);
      expect((await stat(join(dataDir(), 'preset-sources', source.id))).mode & 0o077).toBe(0);

      const stranger = ssh.knownHosts.replace(
        /AAAA\S+/,
        (await readFile(`${ssh.keyFile}.pub`, 'utf8')).split(' ')[1] ?? '',
      );
      const url = ssh.url(plain.path);
      expect(await problemOf({ ...fields, url, name: 'other host', knownHosts: stranger })).toContain('another key');
      const elsewhere = ssh.knownHosts.replace(/^\S+/, '[other.example.com]:2222');
      const unknown = await problemOf({ ...fields, url, name: 'no host', knownHosts: elsewhere });
      expect(unknown).toContain('knownHosts has no key of the host');
      expect(unknown).not.toContain('another key');
      const isPublic = { ...fields, url, name: 'public key', credentialsRef: `file:${ssh.keyFile}.pub` };
      expect(await problemOf(isPublic)).toContain('has to be the private one');
      const other = join(sources.path, 'other-key');
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
      const refused = await problemOf({ ...fields, url, name: 'other key', credentialsRef: `file:${other}` });
      expect(refused).toContain('refuses the credential');
    });

    it('are found at another of their addresses where the first does not answer', async () => {
      const plain = await TestGitRepository.create(sources.path, 'second-address.git');
      await plain.commit({ 'second-address.sh': aPresetFile() });
      // sshd listens at the last one alone.
      const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.1'].map((address) => ({ address, family: 4 }));
      const permitted = vi.spyOn(server.app.get(Egress, { strict: false }), 'permitted').mockResolvedValue(addresses);
      const source = await sources.add({ ...fields, name: 'second address', url: ssh.url(plain.path) });
      expect(await sources.sync(source)).toMatchObject({ state: 'OK', presets: 1 });
      permitted.mockRestore();
    });
  });

  it('may have a history that old programs wrote, and none that git finds dangerous', async () => {
    const { git, fields } = await sources.repository();
    await git.commit({ 'aged.sh': aPresetFile() });
    await git.commitAs('A U Thor <a@example.com> 1700000000 +51800', { 'aged.sh': aPresetFile({ version: 2 }) });
    expect(await sources.sync(await sources.add(fields))).toMatchObject({ state: 'OK', presets: 1 });
    const { git: evil, fields: others } = await sources.repository();
    await evil.commitAs('A U Thor a@example.com 1700000000 +0000', { 'dangerous.sh': aPresetFile() });
    const problem = await problemOf(others);
    expect(problem).toContain('`git fsck` in a clone of it names them');
    expect(problem).toContain('missingEmail');
  });

  it('raise an alert while something of them is not taken', async () => {
    await using alerts = await Alerts.of(server);
    await server.app.get(DataSource).query('UPDATE preset_sources SET enabled = false');
    const rule = await alerts.rule(aRule({ name: 'x', kind: 'SELF', condition: { check: 'PRESET_SOURCE' } }));
    await alerts.evaluate();
    expect(await alerts.found(rule)).toEqual([]);
    const { git, fields } = await sources.repository();
    await git.commit({ 'alarming.sh': 'echo' });
    const source = await sources.add(fields);
    expect(await sources.sync(source)).toMatchObject({ state: 'FAULTY' });
    await alerts.evaluate();
    const [firing] = await alerts.found(rule);
    expect(firing).toMatchObject({ state: 'FIRING', target: { check: 'PRESET_SOURCE' } });
    const { events } = (await server.admin.get<AlertDetails>(`/alerts/${firing?.id}`)).body;
    expect(events[0]).toMatchObject({
      kind: 'FIRED',
      detail: `It fires. The source “${source.name}”: 1 file is not used as it is.`,
    });
    await git.commit({ 'alarming.sh': aPresetFile() });
    await sources.sync(source);
    await alerts.evaluate();
    expect(await alerts.found(rule)).toMatchObject([{ state: 'RESOLVED' }]);
  });
});
