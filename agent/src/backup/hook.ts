import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { OrderedHook, BackupSecretScope } from '@hyprbox/contracts';
import { signalProcess } from '../job/process-group.js';
import { readProcesses } from '../host/process-table.js';
import { describe } from '../log.js';
import type { BackupContext } from './backup-context.js';

const narration = 2;

/**
 * Runs a rendered preset as a job's script is run, its output among what people read. Null when it succeeded, else how
 * it ended.
 */
export async function runHook(
  run: Pick<BackupContext, 'environment' | 'places' | 'report' | 'interruption'>,
  scope: Exclude<BackupSecretScope, 'VAULT'>,
  hook: OrderedHook,
  environment: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  run.report.say(`Running the preset ${hook.preset}.`);
  // A file, not a pipe, as bash reads a pipe byte by byte.
  const path = join(run.places.work, `hook-${randomUUID()}`);
  writeFileSync(path, hook.script, { mode: 0o600, flag: 'wx' });
  const script = openSync(path, 'r');
  rmSync(path);
  try {
    const child = spawn('bash', ['-s'], {
      stdio: [script, narration, narration],
      env: run.environment.forHook(scope, environment),
    });
    const hookEnded = run.interruption.onEnd(() => void endSession());
    try {
      return await new Promise((resolve) => {
        child.once('error', (error) => resolve(`bash could not be started: ${describe(error)}`));
        child.once('exit', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)));
      });
    } finally {
      hookEnded();
    }
  } finally {
    closeSync(script);
  }
}

/** Bash waits for its command before it heeds a signal, so that all that the hook has started is ended. */
async function endSession(): Promise<void> {
  const others = (await readProcesses()).filter(({ pid, session }) => session === process.pid && pid !== process.pid);
  for (const { pid } of others) signalProcess(pid, 'SIGTERM');
}
