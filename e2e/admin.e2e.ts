import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient, type Client } from '@hyprbox/api-client';
import { eventually, temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, compileCache, ServerProcess } from './support/server-process.js';

const program = fileURLToPath(new URL('../server/dist/admin.js', import.meta.url));
let presets: TemporaryDirectory;
let server: ServerProcess;
/** Signed in once: a server takes so many tries a minute. */
let client: Client;

beforeAll(async () => {
  presets = await temporaryDirectory();
  await writePreset(1);
  // Not one that had other files before, which it would miss.
  server = await ServerProcess.startFirst({ env: { HYPRBOX_PRESETS_DIR: presets.path, ...compileCache() } });
  client = await server.signIn();
}, 90_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await presets.remove();
});

async function writePreset(version: number): Promise<void> {
  const lines = ['title: T', 'description: D', 'category: C', `version: ${version}`].map((line) => `# ${line}`);
  await writeFile(join(presets.path, 'own.sh'), ['#!/bin/bash', '# ---', ...lines, '# ---', 'id'].join('\n'));
}

const signIn = (password: string) => createClient({ baseUrl: server.url }).auth.login({ email: admin.email, password });

async function resetPassword(email: string, dataDir = `${server.dataDir}/data`): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'reset-password', email], {
    env: { PATH: process.env['PATH'], HYPRBOX_DATA_DIR: dataDir, ...compileCache() },
  });
  return /^ {2}(\S{20})$/m.exec(stdout)?.[1] ?? `no password in: ${stdout}`;
}

describe('a server', () => {
  it('goes on at SIGHUP, and reads the files of presets again', async () => {
    expect(await client.presets.get('own')).toMatchObject({ version: 1 });
    await writePreset(2);
    process.kill(server.process.pid, 'SIGHUP');
    await server.process.waitForOutput('was read again, with 0 faults');
    expect(await client.presets.get('own')).toMatchObject({ version: 2 });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('sends the files of the console as the build has compressed them, under their own names alone', async () => {
    const [, file = ''] = /href="(styles-[^"]+\.css)"/.exec(await (await fetch(`${server.url}/`)).text()) ?? [];
    const as = (encoding: string): Promise<Response> =>
      fetch(`${server.url}/${file}`, { headers: { 'accept-encoding': encoding } });
    const plain = await (await as('identity')).text();
    for (const encoding of ['br', 'gzip']) {
      const compressed = await as(encoding);
      expect(compressed.headers.get('content-encoding')).toBe(encoding);
      expect(compressed.headers.get('cache-control')).toContain('immutable');
      expect(await compressed.text()).toBe(plain);
    }
    for (const end of ['br', 'gz']) expect((await fetch(`${server.url}/${file}.${end}`)).status).toBe(404);
  });

  it('shows the setup code whatever it logs', async () => {
    await using quiet = await ServerProcess.startFirst({
      env: {
        NODE_ENV: 'production',
        HYPRBOX_LOG_LEVEL: 'error',
        HYPRBOX_ADMIN_EMAIL: '',
        HYPRBOX_ADMIN_PASSWORD: '',
        ...compileCache(),
      },
    });
    await quiet.process.waitForOutput(
      /"msg":"No account exists yet\. .* with the code (?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}"/,
    );
  });
});

describe('a lost password', () => {
  it('is reset while the server runs: sessions end, lock-outs are lifted, and the trail tells', async () => {
    for (let tries = 0; tries < 5; tries++) await signIn('a wrong password').catch(() => undefined);
    await expect(signIn(admin.password)).rejects.toMatchObject({ status: 429 });

    const password = await resetPassword(admin.email.toUpperCase());
    await eventually(async () => expect(client.auth.me()).rejects.toMatchObject({ status: 401 }));
    const { token } = await signIn(password);
    await expect(signIn(admin.password)).rejects.toMatchObject({ status: 401 });
    const { items } = await createClient({ baseUrl: server.url, token }).audit.list({ action: 'auth.password.reset' });
    expect(items).toMatchObject([{ actor: { type: 'system' }, outcome: 'success', details: { email: admin.email } }]);
    expect(JSON.stringify(items)).not.toContain(password);
  });

  it('is reset while the server is stopped', async () => {
    await server.stop();
    const password = await resetPassword(admin.email);
    await server.start();
    expect((await signIn(password)).user.email).toBe(admin.email);
  });

  it('is not reset for nobody, nor where there is no database', async () => {
    await expect(resetPassword('nobody@example.com')).rejects.toMatchObject({
      code: 1,
      stderr: 'There is no account with the address nobody@example.com.\n',
    });
    await expect(resetPassword(admin.email, `${server.dataDir}/other`)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no database in'),
    });
  });
});
