import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * What the kernel tells below /proc and /sys. Hardened hosts and containers hide some of it: what can't be read is
 * empty, so that one figure is left out and the rest is still told.
 */
export class HostFiles {
  constructor(private readonly root = '/') {}

  /** A byte a character: nothing that the kernel writes is taken for UTF-8 before it is known to be. */
  read(path: string): string {
    try {
      return readFileSync(join(this.root, path), 'latin1');
    } catch {
      return '';
    }
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The name of what a link points to; null if there is no such link. */
  linkedName(path: string): string | null {
    try {
      return basename(readlinkSync(join(this.root, path)));
    } catch {
      return null;
    }
  }
}
