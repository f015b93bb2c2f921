/** Readers of the texts under /proc (proc(5)); each takes the text, so that what a host says can be tested. */

/** Clock ticks since boot over all processors. */
export interface CpuTimes {
  busy: number;
  total: number;
}

export interface Memory {
  totalBytes: number;
  usedBytes: number;
  swapTotalBytes: number;
  swapUsedBytes: number;
}

/** Bytes since boot, in the two directions of a network or a disk. */
export interface Transferred {
  inBytes: number;
  outBytes: number;
}

/** /proc/stat: guest time is part of user time, so it is not added again. */
export function parseCpuTimes(text: string): CpuTimes | null {
  const line = /^cpu +(.*)$/m.exec(text)?.[1];
  if (line === undefined) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .split(' ')
    .map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  return { busy, total: busy + idle + iowait };
}

/** /proc/meminfo: used is what the kernel could not give to a new program without swapping. */
export function parseMemory(text: string): Memory | null {
  const kibibytes = (name: string): number | null => {
    const match = new RegExp(`^${name}: +([0-9]+) kB$`, 'm').exec(text);
    return match === null ? null : Number(match[1]);
  };
  const total = kibibytes('MemTotal');
  if (total === null || total === 0) return null;
  const available = kibibytes('MemAvailable') ?? (kibibytes('MemFree') ?? 0) + (kibibytes('Cached') ?? 0);
  const swapTotal = kibibytes('SwapTotal') ?? 0;
  return {
    totalBytes: total * 1024,
    usedBytes: Math.max(0, total - available) * 1024,
    swapTotalBytes: swapTotal * 1024,
    swapUsedBytes: Math.max(0, swapTotal - (kibibytes('SwapFree') ?? 0)) * 1024,
  };
}

/** /proc/spl/kstat/zfs/arcstats: what ZFS would give back of its cache, down to the least that it keeps. */
export function parseReclaimableCache(text: string): number {
  const bytes = (name: string): number => Number(new RegExp(`^${name}\\s+4\\s+([0-9]+)$`, 'm').exec(text)?.[1] ?? 0);
  return Math.max(0, bytes('size') - bytes('c_min'));
}

export function parseLoad(text: string): [number, number, number] | null {
  const [one, five, fifteen] = text.split(' ').map(Number);
  if (one === undefined || five === undefined || fifteen === undefined) return null;
  return [one, five, fifteen].every(Number.isFinite) ? [one, five, fifteen] : null;
}

export function parseUptimeSeconds(text: string): number | null {
  const seconds = Number.parseFloat(text);
  return Number.isFinite(seconds) ? seconds : null;
}

/** /proc/net/dev: every interface. */
export function parseNetwork(text: string): Map<string, Transferred> {
  const found = new Map<string, Transferred>();
  for (const line of text.split('\n')) {
    const [, name, counters = ''] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const fields = counters.trim().split(/\s+/).map(Number);
    found.set(name, { inBytes: fields[0] ?? 0, outBytes: fields[8] ?? 0 });
  }
  return found;
}

const sectorBytes = 512;

/** /proc/diskstats: every block device. Read is in. */
export function parseDisks(text: string): Map<string, Transferred> {
  const found = new Map<string, Transferred>();
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const name = fields[2];
    if (name === undefined) continue;
    found.set(name, {
      inBytes: Number(fields[5] ?? 0) * sectorBytes,
      outBytes: Number(fields[9] ?? 0) * sectorBytes,
    });
  }
  return found;
}
