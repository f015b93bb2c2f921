import { existsSync, readFileSync } from 'node:fs';
import type { Metrics } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { processIds } from '../job/process-table.js';
import { DiskSpaces, usedPercent } from './disk-space.js';
import { parseMounts, realFilesystems } from './mounts.js';
import type { CpuTimes, Transferred } from './proc.js';
import { parseCpuTimes, parseDisks, parseLoad, parseMemory, parseNetwork, parseUptimeSeconds } from './proc.js';
import { bytesPerSecond, cpuPercent, percent } from './rates.js';

interface Counters {
  /** Monotonic, seconds. */
  at: number;
  cpu: CpuTimes;
  network: Transferred;
  disks: Transferred;
}

/**
 * Reads the host's figures straight from /proc: a fraction of a millisecond, and no process is started. Rates are
 * those since the sample before.
 */
export class Sampler {
  private before: Counters;
  private readonly spaces = new DiskSpaces();
  private readonly wholeDisks = new Map<string, boolean>();

  constructor() {
    this.before = this.readCounters();
  }

  /** Starts the rates anew, so that they do not include what happened until now. */
  restart(): void {
    this.before = this.readCounters();
  }

  async sample(): Promise<Metrics> {
    const { before } = this;
    const counters = this.readCounters();
    this.before = counters;
    const seconds = counters.at - before.at;
    const network = bytesPerSecond(before.network, counters.network, seconds);
    const disks = bytesPerSecond(before.disks, counters.disks, seconds);
    return {
      cpuPct: cpuPercent(before.cpu, counters.cpu),
      ...readMemory(),
      ...(await this.readSpaces()),
      ...readLoad(),
      netRxBps: Math.round(network.inBytes),
      netTxBps: Math.round(network.outBytes),
      diskReadBps: Math.round(disks.inBytes),
      diskWriteBps: Math.round(disks.outBytes),
      uptimeSeconds: Math.floor(parseUptimeSeconds(read('/proc/uptime')) ?? 0),
      processes: processIds().length,
    };
  }

  private readCounters(): Counters {
    return {
      at: performance.now() / 1000,
      cpu: parseCpuTimes(read('/proc/stat')) ?? { busy: 0, total: 0 },
      network: parseNetwork(read('/proc/net/dev')),
      disks: parseDisks(read('/proc/diskstats'), (name) => this.isWholeDisk(name)),
    };
  }

  /** A disk has a device behind it; a partition, a loop or a mapped volume has none of its own. */
  private isWholeDisk(name: string): boolean {
    let known = this.wholeDisks.get(name);
    if (known === undefined) {
      known = existsSync(`/sys/block/${name}/device`);
      this.wholeDisks.set(name, known);
    }
    return known;
  }

  private async readSpaces(): Promise<Pick<Metrics, 'diskPct' | 'diskUsedBytes' | 'diskTotalBytes' | 'filesystems'>> {
    const mounts = realFilesystems(parseMounts(read('/proc/self/mountinfo', 'utf8')), limits.filesystemsPerSample);
    const spaces = await this.spaces.read(mounts);
    const root = spaces.find((space) => space.mount.mount === '/');
    return {
      diskPct: root === undefined ? 0 : percent(usedPercent(root) / 100),
      ...(root !== undefined && { diskUsedBytes: root.usedBytes, diskTotalBytes: root.totalBytes }),
      filesystems: spaces.map(({ mount, usedBytes, totalBytes }) => ({
        mount: mount.mount,
        fsType: mount.fsType,
        usedBytes,
        totalBytes,
      })),
    };
  }
}

function readMemory(): Pick<Metrics, 'memPct' | 'memUsedBytes' | 'memTotalBytes' | 'swapUsedBytes' | 'swapTotalBytes'> {
  const memory = parseMemory(read('/proc/meminfo'));
  if (memory === null) return { memPct: 0 };
  return {
    memPct: percent(memory.usedBytes / memory.totalBytes),
    memUsedBytes: memory.usedBytes,
    memTotalBytes: memory.totalBytes,
    swapUsedBytes: memory.swapUsedBytes,
    swapTotalBytes: memory.swapTotalBytes,
  };
}

function readLoad(): Pick<Metrics, 'load1' | 'load5' | 'load15'> {
  const load = parseLoad(read('/proc/loadavg'));
  return load === null ? {} : { load1: load[0], load5: load[1], load15: load[2] };
}

/** Hardened hosts and containers hide some of these files: a figure is then left out, the rest is still told. */
function read(path: string, encoding: 'latin1' | 'utf8' = 'latin1'): string {
  try {
    return readFileSync(path, encoding);
  } catch {
    return '';
  }
}
