import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';

/** Disks are mounted by root alone, and in a container only by one that may. */
export function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A disk in memory at `path`, which can be full, and can be made read-only as a worn-out one is. */
export class SmallDisk implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async mount(path: string, mebibytes: number): Promise<SmallDisk> {
    await mkdir(path, { recursive: true });
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
