import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const preparedMax = 2;

/** Descriptors of both ends of one pipe; whoever takes them closes them. */
export interface PipeEnds {
  read: number;
  write: number;
}

export interface OutputPipes {
  stdout: PipeEnds;
  stderr: PipeEnds;
}

interface PreparedPaths {
  stdout: string;
  stderr: string;
}

/**
 * Real pipes for a script's output. What Node makes for a child is a socket, and a script that opens /dev/stdout or
 * /dev/stderr fails on one (ENXIO, open(2)). Each pair is made before it is needed, because that takes a process, and
 * is used once: whoever still holds the end of an earlier script cannot write into a later one's output.
 */
export class PipePool {
  private readonly prepared: Promise<PreparedPaths>[] = [];
  private made = 0;

  constructor(private readonly directory: string) {}

  async start(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
    this.replenish();
    await Promise.all(this.prepared);
  }

  async take(): Promise<OutputPipes> {
    const prepared = this.prepared.shift();
    try {
      return openPair(await (prepared ?? this.make()));
    } catch {
      // It failed for want of descriptors then, or of a directory that is there again: it may well work now.
      return openPair(await this.make());
    } finally {
      setImmediate(() => this.replenish());
    }
  }

  private replenish(): void {
    while (this.prepared.length < preparedMax) {
      const making = this.make();
      // Whoever takes the pair tries again.
      making.catch(() => undefined);
      this.prepared.push(making);
    }
  }

  private async make(): Promise<PreparedPaths> {
    this.made += 1;
    const number = this.made;
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const stdout = join(this.directory, `${number}.stdout`);
    const stderr = join(this.directory, `${number}.stderr`);
    await makePipes([stdout, stderr]);
    return { stdout, stderr };
  }
}

function makePipes(paths: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('mkfifo', ['-m', '600', ...paths], (error) => (error === null ? resolve() : reject(error)));
  });
}

function openPair(paths: PreparedPaths): OutputPipes {
  try {
    const stdout = openPipe(paths.stdout);
    try {
      return { stdout, stderr: openPipe(paths.stderr) };
    } catch (error) {
      closeSync(stdout.read);
      closeSync(stdout.write);
      throw error;
    }
  } finally {
    rmSync(paths.stdout, { force: true });
    rmSync(paths.stderr, { force: true });
  }
}

function openPipe(path: string): PipeEnds {
  // Without O_NONBLOCK the reading end would wait here for the writing end.
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { read, write: openSync(path, constants.O_WRONLY) };
  } catch (error) {
    closeSync(read);
    throw error;
  }
}
