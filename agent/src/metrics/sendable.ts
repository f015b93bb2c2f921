import type { Filesystem, Inventory, Metrics } from '@hyprbox/contracts';
import { limits, printableLine } from '@hyprbox/contracts';

/**
 * What is read from a host may be anything: a driver that counts below zero, a filesystem whose type is a sentence.
 * What can't be sent is left out here, so that it takes nothing else with it.
 */
export function sendableMetrics(metrics: Metrics): Metrics {
  const { filesystems, diskMount, ...figures } = metrics;
  const told = Object.entries(figures).filter(([, value]) => isFigure(value));
  return {
    ...Object.fromEntries(told),
    cpuPct: asPercentage(metrics.cpuPct),
    memPct: asPercentage(metrics.memPct),
    diskPct: asPercentage(metrics.diskPct),
    ...(diskMount !== undefined && { diskMount: presentable(diskMount, limits.mountLength) }),
    ...(filesystems && { filesystems: sendableFilesystems(filesystems) }),
  };
}

/** Nothing that is not a fact of the inventory, and each fact no longer than the server takes it. */
export function sendableInventory(inventory: Inventory): Inventory {
  const told = Object.entries(inventory).flatMap(([name, value]) => {
    const fact: unknown = typeof value === 'string' ? presentable(value, limits.inventoryTextLength) : value;
    return fact === '' || (typeof fact !== 'string' && !isFigure(fact)) ? [] : [[name, fact] as const];
  });
  // Facts are only left out, so what remains is an inventory still.
  return Object.fromEntries(told) as Inventory;
}

/** One line without control characters, such as firmware puts into its names. */
export function presentable(text: string, lengthMax: number): string {
  return cut(printableLine(text, ' ').trim(), lengthMax);
}

function sendableFilesystems(filesystems: readonly Filesystem[]): Filesystem[] {
  return filesystems
    .filter(({ usedBytes, totalBytes }) => isFigure(usedBytes) && isFigure(totalBytes))
    .slice(0, limits.filesystemsPerSample)
    .map(({ mount, fsType, usedBytes, totalBytes, inodesUsed, inodesTotal, readOnly }) => ({
      mount: presentable(mount, limits.mountLength),
      fsType: presentable(fsType, limits.fsTypeLength) || 'unknown',
      usedBytes: Math.round(usedBytes),
      totalBytes: Math.round(totalBytes),
      ...(isFigure(inodesUsed) && isFigure(inodesTotal) && { inodesUsed, inodesTotal }),
      ...(readOnly === true && { readOnly }),
    }))
    .filter(({ mount }) => mount !== '');
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function asPercentage(value: number): number {
  return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : 0;
}

/** Never in the middle of a character. */
function cut(text: string, lengthMax: number): string {
  return text.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, '');
}
