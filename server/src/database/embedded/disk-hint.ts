import { statfs } from 'node:fs/promises';

/** A start needs room for a write-ahead log segment and some; less is likely the reason for a failure. */
const ENOUGH_BYTES = 64 * 1024 * 1024;

/** A sentence for an error's end when the disk is (nearly) full, else nothing. */
export async function diskHint(path: string): Promise<string> {
  try {
    const size: { bavail: number; bsize: number; frsize?: number } = await statfs(path);
    // Blocks are counted in fragments (statvfs(3)); some releases of Node.js tell only the size that is best read.
    const free = size.bavail * (size.frsize ?? size.bsize);
    if (free >= ENOUGH_BYTES) return '';
    return ` Only ${Math.floor(free / 1024 / 1024)} MiB are free on the disk of ${path}: make room and start again.`;
  } catch {
    // The hint is worth nothing beside the error it would have explained.
    return '';
  }
}
