import type { Metrics } from '@hyprbox/contracts';
import type { ControlGroup } from './control-group.js';
import type { HostFiles } from './host-files.js';
import type { Memory } from './proc.js';
import { parseMemory, parseReclaimableCache } from './proc.js';
import { percent } from './rates.js';

type MemoryFigures = Pick<Metrics, 'memPct' | 'memUsedBytes' | 'memTotalBytes' | 'swapUsedBytes' | 'swapTotalBytes'>;

/** The memory of the host; in a container that may use only a part of it, that part. */
export function readMemory(host: HostFiles, group: ControlGroup): MemoryFigures {
  const whole = parseMemory(host.read('proc/meminfo'));
  if (whole === null) return { memPct: 0 };
  const memory = withinLimits(withoutCache(whole, host), group);
  return {
    memPct: percent(memory.usedBytes / memory.totalBytes),
    memUsedBytes: memory.usedBytes,
    memTotalBytes: memory.totalBytes,
    swapUsedBytes: memory.swapUsedBytes,
    swapTotalBytes: memory.swapTotalBytes,
  };
}

/** ZFS keeps its cache outside of the kernel's, and gives it back as that does, though MemAvailable does not say so. */
function withoutCache(memory: Memory, host: HostFiles): Memory {
  const reclaimable = parseReclaimableCache(host.read('proc/spl/kstat/zfs/arcstats'));
  return { ...memory, usedBytes: Math.max(0, memory.usedBytes - reclaimable) };
}

function withinLimits(memory: Memory, group: ControlGroup): Memory {
  const limit = group.memory();
  const swap = group.swap();
  return {
    ...memory,
    ...(limit !== null && limit.totalBytes < memory.totalBytes && limit),
    ...(swap !== null &&
      swap.totalBytes < memory.swapTotalBytes && { swapTotalBytes: swap.totalBytes, swapUsedBytes: swap.usedBytes }),
  };
}
