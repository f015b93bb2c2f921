import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { within } from './deadline.js';

const DEADLINE_MS = 30_000;

export interface StartProcessOptions {
  cwd?: string;
  /** The whole environment; absent: this process's own. */
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** What the program writes, on either stream, once it is ready. */
  ready?: string | RegExp;
  timeoutMs?: number;
}

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A real process under test. */
export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  /** All it has written so far, both streams in the order of their arrival. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Settles when it has ended and all its output is in. */
  readonly ended: Promise<ProcessEnd>;
  waitForOutput(pattern: string | RegExp, timeoutMs?: number): Promise<void>;
  waitForEnd(timeoutMs?: number): Promise<ProcessEnd>;
  signal(name: NodeJS.Signals): void;
  write(text: string): void;
  /** Ends it: by the signal, and by SIGKILL when it has not ended in time. */
  stop(name?: NodeJS.Signals, timeoutMs?: number): Promise<ProcessEnd>;
}

/** Starts a program and, if told what shows it, waits until it is ready. */
export async function startProcess(
  program: string,
  words: string[] = [],
  { ready, timeoutMs = DEADLINE_MS, ...options }: StartProcessOptions = {},
): Promise<TestProcess> {
  const child = spawn(program, words, { ...options, stdio: 'pipe' });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const started = new RunningProcess(child);
  if (ready === undefined) return started;
  try {
    await started.waitForOutput(ready, timeoutMs);
    return started;
  } catch (error) {
    await started.stop('SIGKILL');
    throw error;
  }
}

class RunningProcess implements TestProcess {
  readonly pid: number;
  readonly ended: Promise<ProcessEnd>;
  output = '';
  stdout = '';
  stderr = '';
  private end: ProcessEnd | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(private readonly child: ChildProcess) {
    if (child.pid === undefined) throw new Error('The process did not start');
    this.pid = child.pid;
    child.stdin?.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.add(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.add(text);
    });
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.end = { code, signal };
        resolve(this.end);
        this.tell();
      });
    });
  }

  async waitForOutput(pattern: string | RegExp, timeoutMs = DEADLINE_MS): Promise<void> {
    const seen = (): boolean =>
      typeof pattern === 'string' ? this.output.includes(pattern) : pattern.test(this.output);
    if (seen()) return;
    let watcher = (): void => undefined;
    const found = new Promise<void>((resolve, reject) => {
      watcher = () => {
        if (seen()) resolve();
        else if (this.end !== undefined) reject(new Error(`Ended without ${String(pattern)}:\n${this.output}`));
      };
      this.watchers.add(watcher);
      watcher();
    });
    try {
      await within(timeoutMs, found, () => `no ${String(pattern)} in the output:\n${this.output}`);
    } finally {
      this.watchers.delete(watcher);
    }
  }

  waitForEnd(timeoutMs = DEADLINE_MS): Promise<ProcessEnd> {
    return within(timeoutMs, this.ended, () => `process ${this.pid} still runs:\n${this.output}`);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  async stop(name: NodeJS.Signals = 'SIGTERM', timeoutMs = DEADLINE_MS): Promise<ProcessEnd> {
    if (this.end !== undefined) return this.end;
    this.signal(name);
    try {
      return await this.waitForEnd(timeoutMs);
    } catch {
      this.signal('SIGKILL');
      return this.waitForEnd();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private add(text: string): void {
    this.output += text;
    this.tell();
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
