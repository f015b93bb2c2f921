import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { uptime } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { OutputStream } from '@hyprbox/contracts';
import { isCode } from '../error-code.js';
import { enterCgroupScript } from './cgroups.js';
import { identityOf } from './child-program.js';
import type { Exit } from './exit.js';
import { parseWaitStatus, unknownExit } from './exit.js';
import type { OutputPipes } from './pipes.js';
import { signalProcess } from './process-group.js';
import type { ProcessIdentity } from '../host/process-table.js';
import { isLiving, isRunning, readProcess, readProcesses } from '../host/process-table.js';
import type { ProgramSource, RunningProgram } from './program-source.js';
import { withDescriptors } from './program-source.js';

/** What a keeper's environment holds instead of the job's: by it a keeper is told from the job's own processes. */
const keeperVariable = 'HYPRBOX_KEEPER';
/** The keeper's descriptors for the reading ends of the program's output. */
const keptStdout = 4;
const keptStderr = 5;
/** Between the agent and the keeper, and then the program-to-be, until it may start. */
const startDescriptor = 3;
const readyWithinMs = 10_000;

/**
 * Becomes a process that does nothing, not even wait(2) for the program: how that ended stays readable in the process
 * table. The program starts when the agent has seen this, as bash would have waited for it; without a word it never
 * starts. Job control gives it a process group, and keeps bash from having it ignore SIGINT.
 */
const keeperScript = `set -m
( read -r _ <&3 || exit; exec 3<&- 4<&- 5<&-; ${enterCgroupScript} ) &
echo $! >&3
exec env -i PATH="$PATH" ${keeperVariable}="$HYPRBOX_JOB" sleep 2147483647 </dev/null >/dev/null 2>&1 3<&-`;

const firstCheckMs = 1;
const checkEveryMs = 100;

/** What names a kept program for ever, as the journal notes it. */
export interface KeptIdentity {
  /** Leads the session. */
  keeper: ProcessIdentity;
  program: Pick<ProcessIdentity, 'pid' | 'startTime'>;
}

/** Descriptors of the reading ends of a program's output. */
export type OutputEnds = Record<OutputStream, number>;

/**
 * A program under a keeper: a process that outlives the agent, holds the program's output open and lets its exit be
 * known, so that the next agent can go on with it.
 */
export class KeptProgram implements RunningProgram {
  constructor(readonly identity: KeptIdentity) {}

  /** @throws when the program cannot be started */
  static async start(source: ProgramSource, pipes: OutputPipes): Promise<KeptProgram> {
    const { command, arguments: words } = source.program;
    const child = withDescriptors(source, pipes, (script) =>
      spawn('bash', ['-c', keeperScript, 'hyprnode-keeper', source.cgroup ?? '', command, ...words], {
        stdio: [script, pipes.stdout.write, pipes.stderr.write, 'pipe', pipes.stdout.read, pipes.stderr.read],
        detached: true,
        env: source.environment,
        cwd: source.directory,
      }),
    );
    const keeper = await identityOf(child, 'bash');
    // Asked for as a pipe above, which in Node goes both ways.
    const start = child.stdio[startDescriptor] as Socket;
    try {
      const identity = { keeper, program: await programOf(start, command) };
      await becomesKeeper(keeper, source.mark);
      start.end('start\n');
      return new KeptProgram(identity);
    } catch (error) {
      signalProcess(keeper.pid, 'SIGKILL');
      start.destroy();
      throw error;
    }
  }

  /** One that an earlier agent left; null when its keeper is gone, or was never that job's. */
  static find(identity: KeptIdentity, mark: string): KeptProgram | null {
    const { keeper } = identity;
    if (!isRunning(keeper) || !isKeeperOf(keeper.pid, mark)) return null;
    const program = new KeptProgram(identity);
    return program.entry() === null ? null : program;
  }

  get session(): ProcessIdentity {
    return this.identity.keeper;
  }

  get pid(): number {
    return this.identity.program.pid;
  }

  /**
   * Further reading ends of the program's output: who opens them goes on where the last reader stopped.
   *
   * @throws when the keeper is gone
   */
  openOutput(): OutputEnds {
    const open = (descriptor: number): number =>
      openSync(`/proc/${this.session.pid}/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK);
    const stdout = open(keptStdout);
    try {
      return { stdout, stderr: open(keptStderr) };
    } catch (error) {
      closeSync(stdout);
      throw error;
    }
  }

  async exit(outputOver: Promise<unknown>): Promise<Exit> {
    let everyMs = checkEveryMs;
    let hurry: Promise<unknown> | null = outputOver.then(() => (everyMs = firstCheckMs));
    for (;;) {
      const exit = this.exitNow();
      if (exit !== null) return exit;
      if (hurry === null) everyMs = Math.min(everyMs * 2, checkEveryMs);
      const waited = delay(everyMs, 'waited' as const);
      if ((await Promise.race([waited, hurry ?? waited])) !== 'waited') hurry = null;
    }
  }

  isRunning(): boolean {
    const entry = this.entry();
    return entry !== null && isLiving(entry);
  }

  /** The exit can't be read any more after this. */
  dismiss(): void {
    if (isRunning(this.session)) signalProcess(this.session.pid, 'SIGKILL');
  }

  private exitNow(): Exit | null {
    const entry = this.entry();
    if (entry === null) return unknownExit;
    if (isLiving(entry)) return null;
    return mayTrace(entry.pid) ? parseWaitStatus(entry.waitStatus) : unknownExit;
  }

  /** Null when it is not its keeper's child any more: then anybody may have waited for it. */
  private entry(): ReturnType<typeof readProcess> {
    const { keeper, program } = this.identity;
    const entry = readProcess(program.pid);
    return entry?.startTime === program.startTime && entry.parent === keeper.pid ? entry : null;
  }
}

/** Seconds after the machine's start, which no setting of its clock changes. */
export function secondsAfterBoot(): number {
  return uptime();
}

async function programOf(start: Socket, command: string): Promise<KeptIdentity['program']> {
  const report = Promise.withResolvers<string>();
  start.setEncoding('latin1').once('data', (line: string) => report.resolve(line));
  start.once('close', () => report.resolve(''));
  start.on('error', () => report.resolve(''));
  const entry = readProcess(Number.parseInt(await report.promise, 10));
  if (entry === null) throw new Error(`${command} could not be started.`);
  return { pid: entry.pid, startTime: entry.startTime };
}

async function becomesKeeper(keeper: ProcessIdentity, mark: string): Promise<void> {
  const deadline = performance.now() + readyWithinMs;
  while (!isKeeperOf(keeper.pid, mark)) {
    if (!isRunning(keeper) || performance.now() > deadline)
      throw new Error('The keeper of the job could not be started.');
    await delay(firstCheckMs);
  }
}

/** Ends the keeper of an attempt, also where the agent was ended before it could note which process that is. */
export async function endKeepers(mark: string): Promise<void> {
  for (const { pid } of await readProcesses()) if (isKeeperOf(pid, mark)) signalProcess(pid, 'SIGKILL');
}

function isKeeperOf(pid: number, mark: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${keeperVariable}=${mark}\0`);
  } catch {
    // It has ended, or is another user's.
    return false;
  }
}

/**
 * Who may not trace a process reads 0 for how it ended, which would be success. A zombie has no program file any more,
 * but who may not trace it is told another error (proc_pid_exe(5)).
 */
function mayTrace(pid: number): boolean {
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return true;
  } catch (error) {
    return isCode(error, 'ENOENT');
  }
}
