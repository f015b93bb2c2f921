import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Log } from '../log.js';
import { describe } from '../log.js';
import type { Ending } from './journal.js';
import { OutputReader } from './output-reader.js';
import type { OutputPipes } from './pipes.js';
import { ProcessGroup } from './process-group.js';
import type { ProcessIdentity } from './process-table.js';
import { readBootId, readProcess } from './process-table.js';
import type { Program } from './program.js';
import type { Spool } from './spool.js';

/** How long a process that outlives the program may hold its output open. */
export const pipeGraceMs = 500;
/** Between the signals for what the program left behind. */
export const leftoverGraceMs = 5_000;

export type StopReason = 'TIMEOUT' | 'CANCELLED' | 'INTERRUPTED';

export interface ProgramSource {
  program: Program;
  /** What it reads from its standard input. */
  scriptPath: string;
  environment: Record<string, string>;
  directory: string;
  timeoutMs: number;
}

interface Exit {
  code: number | null;
  signal: string | null;
}

/** One program with its process group, from its start until nothing of it is left. */
export class ProgramRun {
  private stopReason: StopReason | null = null;
  private exited = false;
  private termTimer: NodeJS.Timeout | undefined;
  private killTimer: NodeJS.Timeout | undefined;
  private killAt = Number.POSITIVE_INFINITY;

  private constructor(
    private readonly group: ProcessGroup,
    private readonly program: Program,
    private readonly exit: Promise<Exit>,
    private readonly readers: readonly OutputReader[],
    timeoutMs: number,
  ) {
    const timeout = setTimeout(() => this.stop('TIMEOUT', program.endGraceMs), timeoutMs);
    void exit.then(() => {
      this.exited = true;
      clearTimeout(timeout);
      clearTimeout(this.termTimer);
      clearTimeout(this.killTimer);
    });
  }

  /** @throws when the program cannot be started */
  static async start(source: ProgramSource, pipes: OutputPipes, spool: Spool, log: Log): Promise<ProgramRun> {
    let child: ChildProcess;
    try {
      child = spawnProgram(source, pipes);
      // Listened for at once: a child that could not be started says so by an event.
      await spawned(child, source.program);
    } catch (error) {
      closeSync(pipes.stdout.read);
      closeSync(pipes.stderr.read);
      throw error;
    }
    const identity = identityOf(child);
    const exit = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    const readers = [
      new OutputReader(pipes.stdout.read, 'stdout', spool, log),
      new OutputReader(pipes.stderr.read, 'stderr', spool, log),
    ];
    return new ProgramRun(new ProcessGroup(identity), source.program, exit, readers, source.timeoutMs);
  }

  get process(): ProcessIdentity {
    return this.group.leader;
  }

  /**
   * Ends the group: the program's own signal, half of the grace later TERM, then KILL. The first reason stands, and only
   * if it reached a running program; asked again, the KILL may come sooner but never later.
   */
  stop(reason: StopReason, graceMs: number): void {
    const { endSignal } = this.program;
    if (this.exited || !this.group.ask(endSignal)) return;
    this.stopReason ??= reason;
    const killAt = performance.now() + graceMs;
    if (killAt >= this.killAt) return;
    this.killAt = killAt;
    clearTimeout(this.termTimer);
    clearTimeout(this.killTimer);
    if (endSignal !== 'SIGTERM') this.termTimer = setTimeout(() => this.group.signal('SIGTERM'), graceMs / 2);
    this.killTimer = setTimeout(() => this.group.signal('SIGKILL'), graceMs);
  }

  /** Fulfilled when the program has ended, its output is read, and no process of its session is left. */
  async ended(): Promise<Ending> {
    const exit = await this.exit;
    await Promise.all(this.readers.map((reader) => reader.drain(pipeGraceMs)));
    const someWereLeft = await this.group.end(leftoverGraceMs, this.program.endSignal);
    if (someWereLeft || this.stopReason !== null) await this.group.reaped();
    return { exitCode: exit.code, signal: exit.signal, reason: this.stopReason, message: null };
  }

  /** Gives up reading, so that the agent can end while a program's output waits for the server. */
  abandon(): void {
    for (const reader of this.readers) reader.stop();
  }
}

function spawnProgram(source: ProgramSource, pipes: OutputPipes): ChildProcess {
  const open = [pipes.stdout.write, pipes.stderr.write];
  try {
    // A file, not a pipe, as bash reads a pipe byte by byte.
    const script = openSync(source.scriptPath, 'r');
    open.push(script);
    return spawn(source.program.command, source.program.arguments, {
      stdio: [script, pipes.stdout.write, pipes.stderr.write],
      detached: true,
      env: source.environment,
      cwd: source.directory,
    });
  } finally {
    open.forEach(closeSync);
  }
}

function spawned(child: ChildProcess, program: Program): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${program.command} could not be started: ${describe(error)}`)));
  });
}

function identityOf(child: ChildProcess): ProcessIdentity {
  const pid = child.pid ?? 0;
  return { pid, startTime: readProcess(pid)?.startTime ?? 0, bootId: readBootId() };
}
