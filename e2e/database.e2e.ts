import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryDirectory } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCache, ServerProcess } from './support/server-process.js';

const run = promisify(execFile);
const program = (name: string): string => fileURLToPath(new URL(`../server/dist/${name}.js`, import.meta.url));

/** An external PostgreSQL: the embedded one of another server, with a database and roles of its own. */
describe('the built server on an external database', () => {
  let host: ServerProcess;
  let superuser: pg.Client;
  let as: (user: string, password?: string) => string;

  beforeAll(async () => {
    host = await ServerProcess.start();
    const data = `${host.dataDir}/data`;
    const [, , , port] = (await readFile(`${data}/postgres/postmaster.pid`, 'utf8')).split('\n');
    const password = (await readFile(`${data}/postgres.password`, 'utf8')).trim();
    const address = `127.0.0.1:${port}`;
    superuser = new pg.Client({ connectionString: `postgresql://hyprbox:${password}@${address}/postgres` });
    await superuser.connect();
    await superuser.query(`CREATE ROLE owner LOGIN PASSWORD 'secret'`);
    await superuser.query(`CREATE ROLE app LOGIN PASSWORD 'secret'`);
    await superuser.query('CREATE DATABASE external OWNER owner');
    as = (user, secret = 'secret') => `postgresql://${user}:${secret}@${address}/external`;
  });
  afterAll(async () => {
    await superuser.end();
    await host[Symbol.asyncDispose]();
  });

  function start(name: string, env: Record<string, string>) {
    return run(process.execPath, ['--enable-source-maps', program(name)], {
      env: {
        PATH: process.env['PATH'],
        HYPRBOX_DATA_DIR: `${host.dataDir}/unused`,
        HYPRBOX_LOCAL_AGENT: 'false',
        ...compileCache(),
        ...env,
      },
    });
  }
  const production = { NODE_ENV: 'production', HYPRBOX_JWT_SECRET: randomBytes(32).toString('hex') };

  it('says in one line why it can not start, in production as JSON, and ends with 1', async () => {
    const words =
      /^The database on 127\.0\.0\.1 refuses the password of the user "app"\. Check HYPRBOX_DATABASE_URL\.$/;
    for (const name of ['main', 'migrate', 'admin']) {
      const failed = run(process.execPath, [program(name), ...(name === 'admin' ? ['reset-password', 'a@b.c'] : [])], {
        env: { PATH: process.env['PATH'], HYPRBOX_DATABASE_URL: as('app', 'wrong'), ...compileCache() },
      });
      await expect(failed, name).rejects.toMatchObject({ code: 1, stdout: '' });
      const { stderr } = await failed.catch((error: { stderr: string }) => error);
      expect(stderr.trimEnd()).toMatch(words);
    }
    const failed = start('main', { ...production, HYPRBOX_DATABASE_URL: as('app', 'wrong') });
    await expect(failed).rejects.toMatchObject({ code: 1, stdout: '' });
    const { stderr } = await failed.catch((error: { stderr: string }) => error);
    expect(JSON.parse(stderr)).toMatchObject({ level: 60, msg: expect.stringMatching(words) });
  });

  it('serves as a role that owns nothing, after it or "npm run migrate" migrated as another one', async () => {
    const HYPRBOX_DATABASE_URL = as('app');
    const failed = start('main', { HYPRBOX_DATABASE_URL });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^[^\n]+HYPRBOX_MIGRATION_DATABASE_URL, or run "npm run migrate"[^\n]+\n$/),
    });
    const migrated = await start('migrate', { HYPRBOX_DATABASE_URL, HYPRBOX_MIGRATION_DATABASE_URL: as('owner') });
    expect(migrated.stdout).toMatch(/^Ran InitialSchema/);

    await using alone = await ServerProcess.start({ env: { HYPRBOX_DATABASE_URL } });
    const client = await alone.signIn();
    await using both = await ServerProcess.start({
      env: { HYPRBOX_DATABASE_URL, HYPRBOX_MIGRATION_DATABASE_URL: as('owner') },
    });
    for (const { url } of [alone, both]) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await client.audit.verify()).toMatchObject({ ok: true });
    const { rows } = await superuser.query(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'external' AND application_name ~ '^hyprbox'`,
    );
    expect(rows).toEqual([{ usename: 'app' }]);
  });

  it('says once, in one line, what is wrong with a file of presets, in production as JSON', async () => {
    await using presets = await temporaryDirectory({ mode: 0o755 });
    await writeFile(`${presets.path}/broken.sh`, 'echo\n');
    const settings = { HYPRBOX_DATABASE_URL: as('owner'), HYPRBOX_PRESETS_DIR: presets.path };
    const said = async (env: Record<string, string>): Promise<string[]> => {
      const failed = start('main', { ...settings, ...env });
      await expect(failed).rejects.toMatchObject({ code: 2 });
      const { stdout, stderr } = await failed.catch((error: { stdout: string; stderr: string }) => error);
      return `${stdout}${stderr}`.split('\n').filter((line) => /broken\.sh|\bat .*\.js/.test(line));
    };
    const words = `Preset file ${presets.path}/broken.sh: line 1: the first line must be a bash shebang, such as #!/usr/bin/env bash`;
    expect(await said({})).toEqual([words]);
    const lines = await said(production);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 60, msg: words }),
    ]);
  });
});
