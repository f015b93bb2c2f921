import { statfs } from 'node:fs/promises';
import type { Mount } from './mounts.js';
import { isNetworkMount } from './mounts.js';

/** How long one filesystem is waited for: a server that went away holds the call for ever. */
const answerWithinMs = 300;
/** Calls that may hang at once: each keeps one of the four threads that all file access shares. */
const hangingMax = 2;

export interface DiskSpace {
  mount: Mount;
  usedBytes: number;
  /** What unprivileged programs may still write. */
  availableBytes: number;
  /** Both together: without what is reserved for root, so that used of total is the share that df(1) shows. */
  totalBytes: number;
}

export interface FilesystemSize {
  bsize: number;
  blocks: number;
  bfree: number;
  bavail: number;
}

/** The share in use as df(1) computes it: without what is reserved for root. */
export function usedPercent(space: Pick<DiskSpace, 'usedBytes' | 'availableBytes'>): number {
  const whole = space.usedBytes + space.availableBytes;
  return whole === 0 ? 0 : (space.usedBytes / whole) * 100;
}

/** Asks filesystems for their sizes, one after the other, and leaves out those that do not answer. */
export class DiskSpaces {
  private readonly hanging = new Set<string>();

  constructor(private readonly ask: (path: string) => Promise<FilesystemSize> = statfs) {}

  async read(mounts: readonly Mount[]): Promise<DiskSpace[]> {
    const spaces: DiskSpace[] = [];
    for (const mount of mounts) {
      const space = await this.readOne(mount);
      if (space !== null) spaces.push(space);
    }
    return spaces;
  }

  private async readOne(mount: Mount): Promise<DiskSpace | null> {
    if (this.hanging.has(mount.mount)) return null;
    if (isNetworkMount(mount) && this.hanging.size >= hangingMax) return null;
    this.hanging.add(mount.mount);
    const asked = this.ask(mount.mount)
      .catch(() => null)
      .finally(() => this.hanging.delete(mount.mount));
    const size = await firstOf(asked, answerWithinMs);
    if (size === null || !isCredible(size)) return null;
    const usedBytes = (size.blocks - size.bfree) * size.bsize;
    const availableBytes = size.bavail * size.bsize;
    return { mount, usedBytes, availableBytes, totalBytes: usedBytes + availableBytes };
  }
}

/** Some network filesystems claim to be without an end. */
function isCredible({ bsize, blocks, bfree, bavail }: FilesystemSize): boolean {
  return blocks > 0 && bfree >= 0 && bfree <= blocks && bavail >= 0 && Number.isSafeInteger(blocks * bsize);
}

async function firstOf<T>(answer: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
