import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { signalProcess } from './process-group.js';
import type { ProcessIdentity } from '../host/process-table.js';
import { isRunning } from '../host/process-table.js';
import type { Program } from './program.js';

/** What the guard says to the agent once it is there. */
export const guardReady = 'ready';
const readyWithinMs = 10_000;
const goneWithinMs = 2_000;
const checkEveryMs = 10;

/** The process that sees to what runs while there is no agent: it ends it at its deadline, or when no agent comes. */
export class Guard {
  constructor(
    /** How it is started: the agent's own program. */
    private readonly program: Pick<Program, 'command' | 'arguments'>,
  ) {}

  /** Fulfilled when it waits for this process's end, from which on it is on duty. */
  async start(): Promise<void> {
    const child = spawn(this.program.command, this.program.arguments, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true,
      cwd: '/',
    });
    const ready = Promise.withResolvers<void>();
    child.once('message', () => ready.resolve());
    child.once('error', (error) => ready.reject(error));
    child.once('exit', () => ready.reject(new Error('the guard ended at once')));
    const timeout = setTimeout(() => ready.reject(new Error('the guard does not answer')), readyWithinMs);
    try {
      await ready.promise;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timeout);
    }
    child.unref();
  }
}

/** Ends the guard that an earlier agent started, so that from here on nobody else touches what was left. */
export async function dismissGuard(path: string): Promise<void> {
  const guard = await readGuard(path);
  if (guard === null) return;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (isRunning(guard)) signalProcess(guard.pid, signal);
    const deadline = performance.now() + goneWithinMs;
    while (isRunning(guard) && performance.now() < deadline) await delay(checkEveryMs);
  }
  await rm(path, { force: true });
}

async function readGuard(path: string): Promise<ProcessIdentity | null> {
  try {
    // Only a guard writes it; what else stands there names no running process.
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
