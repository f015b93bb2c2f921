import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Client } from '@hyprbox/api-client';
import { isTerminal, type ExecutionStatus, type Job, type OutputStream, type VariableValues } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';

const finishMs = 60_000;
/** Asked more often, a minute of waiting would use up the calls that a user has in it. */
const askEveryMs = 60;

export async function apply(
  client: Client,
  nodeId: string,
  preset: string,
  variables: VariableValues = {},
): Promise<string> {
  return (await client.jobs.create({ nodeId, preset, variables })).id;
}

/** Waits for the job to reach a state, and returns it. */
export function becomes(client: Client, id: string, status: ExecutionStatus, timeoutMs = finishMs): Promise<Job> {
  return eventually(
    async () => {
      const job = await client.jobs.get(id);
      if (job.status !== status) throw new Error(`The job is ${job.status} (${job.reason}): ${job.stderr.slice(-500)}`);
      return job;
    },
    { timeoutMs, intervalMs: askEveryMs },
  );
}

export function ends(client: Client, id: string, timeoutMs = finishMs): Promise<Job> {
  return eventually(
    async () => {
      const job = await client.jobs.get(id);
      return isTerminal(job.status) && job;
    },
    { timeoutMs, intervalMs: askEveryMs },
  );
}

export async function bytesOf(client: Client, id: string, stream: OutputStream): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of client.jobs.output(id, stream)) parts.push(part);
  return Buffer.concat(parts);
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** How often a script that notes its runs in a file has run. */
export async function runsIn(file: string): Promise<number> {
  return existsSync(file) ? (await readFile(file, 'utf8')).split('\n').filter(Boolean).length : 0;
}

/** Whether a process still does something; one that has ended and that nobody has asked for (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    // The state follows the name, which is in parentheses and may itself hold any character; see proc_pid_stat(5).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}
