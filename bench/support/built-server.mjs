import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { getPriority, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRoot, nodeBinary } from '../../scripts/repository.mjs';

export const admin = { email: 'bench@example.com', password: 'correct horse battery' };

/** Of the processors, what the browser leaves: a user's browser has its own. */
const behindAll = 19;

/** Lets a process, and those that it starts, stand back behind what is measured on the same machine. */
export function standBack(pid) {
  setPriority(pid, behindAll);
}

/**
 * Starts the built server with a data directory of its own, and an embedded PostgreSQL in it unless `env` names another
 * database. `end` and `start` again keep the data and the port; `stop` takes all of it away. Where nothing else is
 * measured on the machine, a niceness of 0 gives it the processors. `program` is another build, to compare it with this one.
 */
export async function startBuiltServer({
  env = {},
  niceness = behindAll,
  program = inRoot('server', 'dist', 'main.js'),
} = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-'));
  const dataDir = join(directory, 'data');
  let port = 0;
  let child;
  let ended;
  const server = {
    dataDir,
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get pid() {
      return child.pid;
    },
    async start() {
      child = spawn(nodeBinary(), [program], {
        env: { ...environment(dataDir), ...env, HYPRBOX_PORT: String(port) },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      // Without a number it was not started, which its exit tells.
      if (child.pid !== undefined) setPriority(child.pid, Math.max(niceness, getPriority()));
      ended = once(child, 'exit');
      port = await portOf(child);
    },
    /** Asks it to end, as a service manager does, and waits for it. */
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
    async stop() {
      await server.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    await server.start();
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function environment(dataDir) {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    HYPRBOX_DATA_DIR: dataDir,
    HYPRBOX_LOCAL_AGENT: 'false',
    HYPRBOX_LOG_LEVEL: 'info',
    HYPRBOX_ADMIN_EMAIL: admin.email,
    HYPRBOX_ADMIN_PASSWORD: admin.password,
  };
}

/** The port of a server, once it is ready. */
async function portOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /HyprBox is ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
    if (port === undefined) continue;
    child.stdout.resume();
    return Number(port);
  }
  throw new Error('The server did not start. Is everything built (npm run build)?');
}
