import { statfs } from 'node:fs/promises';
import { askFragmentSize } from './fragment-size.js';
import type { Mount } from '../host/mounts.js';
import { isHostsOwn, isNetworkMount } from '../host/mounts.js';

/** How long one filesystem is waited for: a server that went away holds the call for ever. */
const answerWithinMs = 300;
/** Calls that may hang at once: each keeps one of the four threads that all file access shares. */
const hangingMax = 2;
/** Filesystems whose fragment size is remembered; automounters make new ones for ever. */
const rememberedMax = 1000;
/** The kernel's own, whose two block sizes are one. */
const countsInBlocks = new Set(
  'ext2 ext3 ext4 xfs btrfs zfs f2fs jfs vfat exfat ntfs3 bcachefs tmpfs squashfs iso9660 erofs nfs nfs4'.split(' '),
);

export interface DiskSpace {
  mount: Mount;
  usedBytes: number;
  /** What unprivileged programs may still write. */
  availableBytes: number;
  /** Both together: without what is reserved for root, so that used of total is the share that df(1) shows. */
  totalBytes: number;
  /** Null where the filesystem makes them as they are needed. */
  inodes: { used: number; total: number } | null;
}

/** What statvfs(3) says of a filesystem. */
export interface FilesystemSize {
  /** The block that is best read at once. */
  bsize: number;
  /** The block that is counted in; some releases of Node.js do not tell it. */
  frsize?: number;
  blocks: number;
  bfree: number;
  bavail: number;
  /** Inodes, and those that are free. */
  files: number;
  ffree: number;
}

type CountedSize = FilesystemSize & { frsize: number };

/** The share in use as df(1) computes it: without what is reserved for root. */
export function usedPercent(space: Pick<DiskSpace, 'usedBytes' | 'availableBytes'>): number {
  const whole = space.usedBytes + space.availableBytes;
  return whole === 0 ? 0 : (space.usedBytes / whole) * 100;
}

/** Asks filesystems for their sizes, one after the other, and leaves out those that do not answer. */
export class DiskSpaces {
  private readonly hanging = new Set<string>();

  private readonly fragmentSizes = new Map<string, Promise<number | null>>();

  constructor(
    private readonly ask: (path: Buffer) => Promise<FilesystemSize> = statfs,
    private readonly askFragment: typeof askFragmentSize = askFragmentSize,
  ) {}

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
    const asked = this.countedSize(mount)
      .catch(() => null)
      .finally(() => this.hanging.delete(mount.mount));
    const size = await firstOf(asked, answerWithinMs);
    if (size === null || !isCredible(size)) return null;
    const usedBytes = (size.blocks - size.bfree) * size.frsize;
    const availableBytes = size.bavail * size.frsize;
    return { mount, usedBytes, availableBytes, totalBytes: usedBytes + availableBytes, inodes: inodesOf(size) };
  }

  /** Null for a filesystem of which nobody says what it counts in. */
  private async countedSize(mount: Mount): Promise<CountedSize | null> {
    const size = await this.ask(mount.path);
    const frsize = size.frsize ?? (countsInBlocks.has(mount.fsType) ? size.bsize : await this.fragmentSizeOf(mount));
    return frsize === null ? null : { ...size, frsize };
  }

  /** It does not change while the filesystem is mounted, so that it is asked for once. */
  private fragmentSizeOf(mount: Mount): Promise<number | null> {
    const key = `${mount.device} ${mount.mount}`;
    const known = this.fragmentSizes.get(key) ?? this.askFragment(mount.path);
    if (this.fragmentSizes.size >= rememberedMax) this.fragmentSizes.clear();
    this.fragmentSizes.set(key, known);
    return known;
  }
}

/** What unprivileged programs may still write below a directory. */
export async function availableBytes(directory: string): Promise<number> {
  const size: FilesystemSize = await statfs(directory);
  return size.bavail * (size.frsize ?? (await askFragmentSize(Buffer.from(directory))) ?? size.bsize);
}

/** The filesystem that says how full the host is: the fullest of its own. Null when it has none that can be written. */
export function fullest(spaces: readonly DiskSpace[]): DiskSpace | null {
  let found: DiskSpace | null = null;
  for (const space of spaces) {
    if (!isHostsOwn(space.mount)) continue;
    if (found === null || usedPercent(space) > usedPercent(found)) found = space;
  }
  return found;
}

function inodesOf({ files, ffree }: FilesystemSize): DiskSpace['inodes'] {
  const isCounted = files > 0 && ffree >= 0 && ffree <= files && Number.isSafeInteger(files);
  return isCounted ? { used: files - ffree, total: files } : null;
}

/** Some network filesystems claim to be without an end. */
function isCredible({ frsize, blocks, bfree, bavail }: CountedSize): boolean {
  return blocks > 0 && bfree >= 0 && bfree <= blocks && bavail >= 0 && Number.isSafeInteger(blocks * frsize);
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
