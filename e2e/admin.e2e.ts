import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, ServerProcess } from './support/server-process.js';

const program = fileURLToPath(new URL('../server/dist/admin.js', import.meta.url));
let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start();
}, 90_000);
afterAll(() => server[Symbol.asyncDispose]());

const signIn = (password: string) => createClient({ baseUrl: server.url }).auth.login({ email: admin.email, password });

async function resetPassword(email: string, dataDir = `${server.dataDir}/data`): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'reset-password', email], {
    env: { PATH: process.env['PATH'], HYPRBOX_DATA_DIR: dataDir },
  });
  return /^ {2}(\S{20})$/m.exec(stdout)?.[1] ?? `no password in: ${stdout}`;
}

describe('a lost password', () => {
  it('is reset while the server runs: sessions end, lock-outs are lifted, and the trail tells', async () => {
    const client = await server.signIn();
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

describe('a server', () => {
  it('is not stopped by SIGHUP', async () => {
    process.kill(server.process.pid, 'SIGHUP');
    await server.process.waitForOutput('SIGHUP changes nothing');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('shows the setup code whatever it logs', async () => {
    await using quiet = await ServerProcess.start({
      env: {
        NODE_ENV: 'production',
        HYPRBOX_LOG_LEVEL: 'error',
        HYPRBOX_ADMIN_EMAIL: '',
        HYPRBOX_ADMIN_PASSWORD: '',
      },
    });
    await quiet.process.waitForOutput(
      /"msg":"No account exists yet\. .* with the code (?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}"/,
    );
  });
});
