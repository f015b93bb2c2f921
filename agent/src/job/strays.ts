import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isPopulated, killCgroup, membersOfCgroup } from './cgroups.js';
import { signalProcess } from './process-group.js';
import { environmentOf, isLiving, processIds, readProcess } from '../host/process-table.js';
import type { Attempt } from './journal.js';

/** Every process of an execution inherits it, also one that has left its session (setsid(2)) and its parents. */
export const jobVariable = 'HYPRBOX_JOB';
const checkEveryMs = 50;
const killedWithinMs = 2_000;
const processesBetweenTurns = 128;

export function jobMark({ id, attempt }: Attempt): string {
  return `${id}.${attempt}`;
}

/** How processes of an execution are known that have left its session. */
export interface StrayMarks {
  mark: string;
  /** The execution's control group, where it has one: then also those are found that have changed their environment. */
  cgroup: string | null;
}

/**
 * Ends what has left the execution's session: TERM, then KILL after the grace. Where there is no control group, who has
 * changed its environment, or is not ours to look at, is not found.
 *
 * @returns what could not be ended, such as a process that waits for a dead disk
 */
export async function endStrays(marks: StrayMarks, graceMs: number): Promise<string[]> {
  if (await noneLives(marks)) return [];
  await signalAll(marks, 'SIGTERM');
  if (await noneWithin(marks, graceMs)) return [];
  await signalAll(marks, 'SIGKILL');
  if (marks.cgroup !== null) killCgroup(marks.cgroup);
  if (await noneWithin(marks, killedWithinMs)) return [];
  const left = (await strays(marks)).map((pid) => `${pid} (${nameOf(pid)})`);
  return left.length > 0 ? left : ['those deep in its control group'];
}

async function strays({ mark, cgroup }: StrayMarks): Promise<number[]> {
  const wanted = Buffer.from(`${jobVariable}=${mark}\0`);
  const members = new Set(cgroup === null ? [] : membersOfCgroup(cgroup));
  const found: number[] = [];
  for (const [index, pid] of processIds().entries()) {
    const entry = readProcess(pid);
    const isOurs = entry !== null && (members.has(pid) || environmentOf(entry).includes(wanted));
    if (isOurs && isLiving(entry)) found.push(pid);
    if (index % processesBetweenTurns === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'ended';
  }
}

async function signalAll(marks: StrayMarks, signal: NodeJS.Signals): Promise<void> {
  for (const pid of await strays(marks)) signalProcess(pid, signal);
}

/** The kernel knows of members that were not found. */
async function noneLives(marks: StrayMarks): Promise<boolean> {
  if (marks.cgroup !== null && isPopulated(marks.cgroup)) return false;
  return (await strays(marks)).length === 0;
}

async function noneWithin(marks: StrayMarks, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!(await noneLives(marks))) {
    if (performance.now() >= deadline) return false;
    await delay(checkEveryMs);
  }
  return true;
}
