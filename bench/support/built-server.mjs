import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRoot, nodeBinary } from '../../scripts/repository.mjs';

export const admin = { email: 'bench@example.com', password: 'correct horse battery' };

/** Of the processors, what the browser leaves: a user's browser has its own. */
const niceness = 19;

/** Lets a process, and those that it starts, stand back behind what is measured on the same machine. */
export function standBack(pid) {
  setPriority(pid, niceness);
}

/** Starts the built server with an embedded PostgreSQL in a temporary directory; `stop` takes both away. */
export async function startBuiltServer() {
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-'));
  const dataDir = join(directory, 'data');
  const { PATH, HOME } = process.env;
  const child = spawn(nodeBinary(), [inRoot('server', 'dist', 'main.js')], {
    env: {
      PATH,
      HOME,
      HYPRBOX_PORT: '0',
      HYPRBOX_DATA_DIR: dataDir,
      HYPRBOX_LOCAL_AGENT: 'false',
      HYPRBOX_LOG_LEVEL: 'info',
      HYPRBOX_ADMIN_EMAIL: admin.email,
      HYPRBOX_ADMIN_PASSWORD: admin.password,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  standBack(child.pid);
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /HyprBox is ready at (\S+)/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, dataDir, stop };
  }
  await stop();
  throw new Error('The server did not start. Is everything built (npm run build)?');
}
