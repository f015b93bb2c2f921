import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';

/** A token of the right form; the fake server takes any. */
export const testToken = `hbnt_abcdefgh${'x'.repeat(43)}`;

export interface Exit {
  code: number | null;
  signal: string | null;
}

/** A real agent in its own process, with what it writes to stderr. */
export class AgentProcess {
  readonly lines: string[] = [];
  readonly exit: Promise<Exit>;
  private waiters: { condition: () => boolean; resolve: () => void }[] = [];
  private rest = '';

  private constructor(private readonly child: ChildProcess) {
    this.exit = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const parts = (this.rest + text).split('\n');
      this.rest = parts.pop() ?? '';
      this.lines.push(...parts);
      const due = this.waiters.filter((waiter) => waiter.condition());
      this.waiters = this.waiters.filter((waiter) => !due.includes(waiter));
      for (const waiter of due) waiter.resolve();
    });
  }

  /** @param launcher a command that becomes the one that its further arguments name */
  static start(
    program: string,
    environment: Record<string, string>,
    args: string[] = [],
    launcher: string[] = [],
  ): AgentProcess {
    const [command = process.execPath, ...words] = [...launcher, process.execPath, program, ...args];
    const child = spawn(command, words, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, HOME: tmpdir(), ...environment },
    });
    return new AgentProcess(child);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the agent was not started');
    return this.child.pid;
  }

  /** Fulfilled when a line of its log matches. */
  async said(pattern: RegExp): Promise<void> {
    const condition = (): boolean => this.lines.some((line) => pattern.test(line));
    if (!condition()) await new Promise<void>((resolve) => this.waiters.push({ condition, resolve }));
  }

  kill(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.exit;
  }
}
