import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';

/** Disks are mounted by root alone, and in a container only by one that may. */
export function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A disk in memory, which can be full, and can be made read-only as a worn-out one is. */
export class SmallDisk implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** @param prefix of the place where it is mounted; each is another one, also when a test is tried again */
  static async mount(prefix: string, mebibytes: number): Promise<SmallDisk> {
    const path = await mkdtemp(`${prefix}-`);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'small-disk', path]);
    return new SmallDisk(path);
  }

  makeReadOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Lazily: a program may still have its directory there.
    execFileSync('umount', ['--lazy', this.path]);
  }
}
