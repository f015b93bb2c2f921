import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { describe } from '../log.js';
import { enterCgroupScript } from './cgroups.js';
import type { Exit } from './exit.js';
import type { OutputPipes } from './pipes.js';
import type { ProcessIdentity } from '../host/process-table.js';
import { identify, readBootId } from '../host/process-table.js';
import type { ProgramSource, RunningProgram } from './program-source.js';
import { withDescriptors } from './program-source.js';

/** A program that is the agent's own child, and leads its session. */
export class ChildProgram implements RunningProgram {
  private readonly ended: Promise<Exit>;
  private running = true;

  private constructor(
    child: ChildProcess,
    readonly session: ProcessIdentity,
  ) {
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.running = false;
        resolve({ code, signal });
      });
    });
  }

  /** @throws when the program cannot be started */
  static async start(source: ProgramSource, pipes: OutputPipes): Promise<ChildProgram> {
    const [command, ...words] = commandOf(source);
    const child = withDescriptors(source, pipes, (script) =>
      spawn(command, words, {
        stdio: [script, pipes.stdout.write, pipes.stderr.write],
        detached: true,
        env: source.environment,
        cwd: source.directory,
      }),
    );
    return new ChildProgram(child, await identityOf(child, command));
  }

  get pid(): number {
    return this.session.pid;
  }

  exit(): Promise<Exit> {
    return this.ended;
  }

  isRunning(): boolean {
    return this.running;
  }

  dismiss(): void {
    // There is nothing beside it.
  }
}

function commandOf({ program, cgroup }: ProgramSource): [string, ...string[]] {
  const command: [string, ...string[]] = [program.command, ...program.arguments];
  return cgroup === null ? command : ['bash', '-c', enterCgroupScript, 'hyprnode', cgroup, ...command];
}

/** Listened for at once: a child that could not be started says so by an event. */
export async function identityOf(child: ChildProcess, command: string): Promise<ProcessIdentity> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${command} could not be started: ${describe(error)}`)));
  });
  const pid = child.pid ?? 0;
  return identify(pid) ?? { pid, startTime: 0, bootId: readBootId() };
}
