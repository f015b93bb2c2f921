import type { Metrics } from '@hyprbox/contracts';

/** How full the fullest filesystem is that a host may write to, and the one with the fewest inodes left, in percent. */
export interface FullestFilesystems {
  filesystemPct: number | null;
  inodesPct: number | null;
}

export function fullestOf({ filesystems = [] }: Metrics): FullestFilesystems {
  let filesystemPct: number | null = null;
  let inodesPct: number | null = null;
  for (const { usedBytes, totalBytes, inodesUsed, inodesTotal, readOnly } of filesystems) {
    if (readOnly) continue;
    if (totalBytes > 0) filesystemPct = Math.max(filesystemPct ?? 0, (usedBytes / totalBytes) * 100);
    if (inodesUsed !== undefined && inodesTotal) inodesPct = Math.max(inodesPct ?? 0, (inodesUsed / inodesTotal) * 100);
  }
  return { filesystemPct, inodesPct };
}
