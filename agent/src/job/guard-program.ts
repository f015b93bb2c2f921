import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import { cgroupOf } from './cgroups.js';
import { guardReady } from './guard.js';
import type { EndingNote } from './journal.js';
import { secondsAfterBoot } from './kept-program.js';
import type { LeftProgram } from './left-program.js';
import { findLeftPrograms } from './left-program.js';
import { ProcessGroup } from './process-group.js';
import { identify } from '../host/process-table.js';
import { jobEndGraceMs } from './program.js';
import { leftoverGraceMs } from './program-run.js';
import { endStrays, jobMark } from './strays.js';

const checkEveryMs = 500;
const checkAfterTermMs = 50;

interface GuardOrder {
  executionsDirectory: string;
  /** Where it says which process it is. */
  path: string;
  /** How long it waits for the next agent. */
  keepSeconds: number;
}

/** `hyprnode --guard`: waits for the end of the agent that started it, and then for that of what the agent left. */
export async function runGuard({ executionsDirectory, path, keepSeconds }: GuardOrder, log: Log): Promise<void> {
  if (process.send === undefined) throw new Error('a guard is started by an agent only');
  await writeFile(path, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  const agentGone = once(process, 'disconnect');
  process.send(guardReady);
  await agentGone;
  const until = secondsAfterBoot() + keepSeconds;
  const left = await findLeftPrograms(executionsDirectory);
  await Promise.all(
    left.map((each) =>
      guard(each, until, keepSeconds, log).catch((error: unknown) =>
        log.error(`execution ${each.attempt.id} cannot be guarded: ${describe(error)}`),
      ),
    ),
  );
  await rm(path, { force: true });
}

async function guard(left: LeftProgram, until: number, keepSeconds: number, log: Log): Promise<void> {
  const { kept, deadline } = left;
  const last = Math.min(deadline, until);
  for (let leftMs = msUntil(last); leftMs > 0; leftMs = msUntil(last)) {
    if (!kept.isRunning()) return;
    await delay(Math.min(leftMs, checkEveryMs));
  }
  if (!kept.isRunning()) return;
  const note: EndingNote =
    deadline <= until
      ? { reason: 'TIMEOUT', message: null }
      : { reason: 'INTERRUPTED', message: `The agent was stopped, and no other was there within ${keepSeconds} s.` };
  // Without the note it is reported as ended by a signal.
  const noteEnding = (isSignalled: boolean): Promise<boolean> =>
    left.journal.note({ event: 'ending', at: new Date().toISOString(), ...note, isSignalled }, log);
  await noteEnding(false);
  const group = new ProcessGroup(left.kept.session, left.kept.pid);
  group.ask('SIGTERM');
  await noteEnding(true);
  await end(left, group);
}

/** The keeper stays: the next agent reads from it how the program ended, and what it had printed. */
async function end({ attempt, kept }: LeftProgram, group: ProcessGroup): Promise<void> {
  const killAt = performance.now() + jobEndGraceMs;
  while (kept.isRunning() && performance.now() < killAt) await delay(checkAfterTermMs);
  if (kept.isRunning()) group.signal('SIGKILL');
  await group.end(leftoverGraceMs);
  const mark = jobMark(attempt);
  await endStrays({ mark, cgroup: cgroupOf(mark) }, leftoverGraceMs);
}

function msUntil(seconds: number): number {
  return (seconds - secondsAfterBoot()) * 1000;
}
