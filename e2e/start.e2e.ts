import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '@hyprbox/api-client';
import {
  databaseDirectory,
  eventually,
  freePort,
  startProcess,
  type StartProcessOptions,
  type TemporaryDirectory,
  type TestProcess,
} from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from './support/jobs.js';
import { admin, compileCache, copyStartedOnce } from './support/server-process.js';

const program = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));
const ready = /HyprBox is ready at \S+\n/;
const startMs = 60_000;
const stopMs = 30_000;

describe('npm start', () => {
  let directory: TemporaryDirectory;
  let port: number;
  let processes: TestProcess[];
  /** What the started processes have started in turn; where a test fails, it must not live on. */
  let family: Process[];

  beforeEach(async () => {
    directory = await databaseDirectory({ mode: 0o755 });
    port = await freePort();
    processes = [];
    family = [];
  });

  afterEach(async () => {
    for (const { pid } of family) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    for (const running of processes) await running.stop('SIGTERM', stopMs);
    await directory.remove();
  });

  it('prints the address and the setup code, shows this host, finds all of it again, and leaves nothing behind after SIGTERM', async () => {
    const first = await start();
    const [, code = ''] = /set it up with the code (\S+)/.exec(first.stdout) ?? [];
    expect(first.stdout).toContain(`HyprBox is ready at http://127.0.0.1:${port}\n`);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('<app-root>');
    const { token } = await anonymous().auth.register({ ...admin, setupCode: code });
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token });
    // On a busy machine the inventory comes with a later heartbeat than the first.
    const host = await eventually(
      async () => {
        const [each] = await hosts(client);
        return each?.inventory.kernel !== undefined && each;
      },
      { timeoutMs: startMs },
    );
    expect(host.hostname).toBe(hostname());
    expect((await first.stop('SIGTERM', stopMs)).code).toBe(0);

    const second = await start();
    expect(second.stdout).not.toContain('set it up with the code');
    expect(await client.auth.me()).toMatchObject({ email: admin.email });
    const seen = host.lastSeenAt ?? '';
    await eventually(async () => ((await hosts(client))[0]?.lastSeenAt ?? '') > seen, { timeoutMs: startMs });
    expect(await hosts(client)).toHaveLength(1);
    await leavesNothingBehind(second, 'SIGTERM');
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`leaves nothing behind after ${signal}`, async () => {
      await copyStartedOnce(`${directory.path}/data`);
      await leavesNothingBehind(await start(), signal);
    });
  }

  it('leaves the agent out where that is asked for, and refuses a data directory that another server uses', async () => {
    await copyStartedOnce(`${directory.path}/data`);
    const running = await start({
      HYPRBOX_LOCAL_AGENT: 'false',
      HYPRBOX_ADMIN_EMAIL: admin.email,
      HYPRBOX_ADMIN_PASSWORD: admin.password,
    });
    expect(descendants(running.pid).filter(({ command }) => command.includes('hyprnode.mjs'))).toEqual([]);
    const { token } = await anonymous().auth.login(admin);
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}`, token });
    expect(await client.nodes.list()).toEqual({ items: [], nextCursor: null });

    const second = await launch({ HYPRBOX_LOCAL_AGENT: 'false', HYPRBOX_PORT: String(await freePort()) });
    expect((await second.waitForEnd(startMs)).code).toBe(1);
    expect(second.stderr).toMatch(
      /^Another HyprBox server uses this data directory: process \d+ in .*HYPRBOX_DATA_DIR/,
    );
    expect(second.stderr).toContain(`${directory.path}/data`);
    expect(second.stderr).not.toMatch(/^\s+at /m);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  it('names the variable to change when its port is taken, and leaves no PostgreSQL behind', async () => {
    await copyStartedOnce(`${directory.path}/data`);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      const running = await launch({ HYPRBOX_LOCAL_AGENT: 'false' });
      const seen = new Map<number, string>();
      const watch = eventually(
        () => {
          for (const { pid, command } of descendants(running.pid)) seen.set(pid, command);
          return [...seen.values()].some((command) => command.includes('postgres'));
        },
        { timeoutMs: startMs },
      );
      expect((await running.waitForEnd(startMs)).code).toBe(1);
      await watch;
      expect(running.stderr).toContain('HYPRBOX_PORT');
      expect(running.stderr).not.toMatch(/^\s+at /m);
      await eventually(() => ![...seen.keys()].some(isAlive), { timeoutMs: stopMs });
    } finally {
      other.close();
    }
  });

  it('names every variable that cannot be used, and never its value', async () => {
    const running = await launch({ HYPRBOX_PORT: 'a port', HYPRBOX_JWT_SECRET: 'too short' });
    expect((await running.waitForEnd(startMs)).code).toBe(2);
    expect(running.stderr).toMatch(/HYPRBOX_PORT.*HYPRBOX_JWT_SECRET/s);
    expect(running.output).not.toMatch(/a port\b(?! number)|too short/);
  });

  async function leavesNothingBehind(running: TestProcess, signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<void> {
    family = await eventually(
      () => {
        const all = descendants(running.pid);
        return (
          ['server/dist/main.js', 'hyprnode.mjs', 'postgres'].every((part) =>
            all.some(({ command }) => command.includes(part)),
          ) && all
        );
      },
      { timeoutMs: startMs },
    );

    const end = await running.stop(signal, stopMs);
    expect(end).toEqual(signal === 'SIGKILL' ? { code: null, signal } : { code: 0, signal: null });
    await eventually(
      () => {
        const left = family.filter(({ pid }) => isAlive(pid));
        if (left.length > 0) throw new Error(`Still there: ${left.map(({ command }) => command).join(', ')}`);
        return true;
      },
      { timeoutMs: stopMs },
    );
  }

  async function start(env: Record<string, string> = {}): Promise<TestProcess> {
    return launch(env, { ready, timeoutMs: startMs });
  }

  async function launch(env: Record<string, string>, options: StartProcessOptions = {}): Promise<TestProcess> {
    const { PATH, HOME } = process.env;
    const running = await startProcess(process.execPath, [program], {
      ...options,
      cwd: directory.path,
      env: {
        PATH,
        HOME,
        NO_COLOR: '1',
        HYPRBOX_PORT: String(port),
        HYPRBOX_DATA_DIR: `${directory.path}/data`,
        HYPRBOX_INTERVAL: '1s',
        ...compileCache(),
        ...env,
      },
    });
    processes.push(running);
    return running;
  }

  function anonymous(): Client {
    return createClient({ baseUrl: `http://127.0.0.1:${port}` });
  }
});

function hosts(client: Client) {
  return eventually(
    async () => {
      const { items } = await client.nodes.list();
      return items.length > 0 && items;
    },
    { timeoutMs: startMs },
  );
}

interface Process {
  pid: number;
  command: string;
}

/** The processes that a process has started, and those that they have. */
function descendants(root: number): Process[] {
  const children = new Map<number, Process[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The parent is the second field after the name, which is in parentheses and may hold any character; proc_pid_stat(5).
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      children.set(parent, [...(children.get(parent) ?? []), { pid: Number(entry), command }]);
    } catch {
      // It has ended in the meantime.
    }
  }
  const below = (pid: number): Process[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}
