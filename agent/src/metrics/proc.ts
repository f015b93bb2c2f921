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

export function parseLoad(text: string): [number, number, number] | null {
  const [one, five, fifteen] = text.split(' ').map(Number);
  if (one === undefined || five === undefined || fifteen === undefined) return null;
  return [one, five, fifteen].every(Number.isFinite) ? [one, five, fifteen] : null;
}

export function parseUptimeSeconds(text: string): number | null {
  const seconds = Number.parseFloat(text);
  return Number.isFinite(seconds) ? seconds : null;
}

/** Loopback, bridges, containers' ends, tunnels and bonds: their traffic never leaves the host, or is counted below. */
const duplicateInterface =
  /^(?:lo$|veth|docker|br-|br\d|bridge|virbr|vnet|cni|cali|flannel|cilium|lxc|lxd|kube|vxlan|geneve|gre|gretap|erspan|ip6|sit|tunl|tun|tap|wg|dummy|ifb|bond\d|team\d|nlmon|ovs|podman|tailscale|zt)|[.@]/;

/** /proc/net/dev. */
export function parseNetwork(text: string): Transferred {
  const sum: Transferred = { inBytes: 0, outBytes: 0 };
  for (const line of text.split('\n')) {
    const match = /^\s*([^\s:]+):\s*(.*)$/.exec(line);
    const name = match?.[1];
    if (name === undefined || duplicateInterface.test(name)) continue;
    const fields = (match?.[2] ?? '').trim().split(/\s+/).map(Number);
    sum.inBytes += fields[0] ?? 0;
    sum.outBytes += fields[8] ?? 0;
  }
  return sum;
}

const sectorBytes = 512;

/** /proc/diskstats: whole disks only, as a partition's or a volume's transfers are its disk's. Read is in. */
export function parseDisks(text: string, isDisk: (name: string) => boolean): Transferred {
  const sum: Transferred = { inBytes: 0, outBytes: 0 };
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const name = fields[2];
    if (name === undefined || !isDisk(name)) continue;
    sum.inBytes += Number(fields[5] ?? 0) * sectorBytes;
    sum.outBytes += Number(fields[9] ?? 0) * sectorBytes;
  }
  return sum;
}
