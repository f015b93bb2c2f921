import type { Metrics } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { processIds } from '../host/process-table.js';
import type { ProcessorAllowance } from './control-group.js';
import { ControlGroup } from './control-group.js';
import { countedDisks, countedInterfaces, CountedDevices } from './counted-devices.js';
import { DiskSpaces, fullest, usedPercent } from './disk-space.js';
import { HostFiles } from './host-files.js';
import { parseMounts, realFilesystems } from '../host/mounts.js';
import { readMemory } from './memory-figures.js';
import type { CpuTimes } from './proc.js';
import { parseCpuTimes, parseDisks, parseLoad, parseNetwork, parseUptimeSeconds } from './proc.js';
import type { Counters } from './rates.js';
import { bytesPerSecond, cpuPercent, percent } from './rates.js';

interface Readings {
  /** Monotonic, seconds. */
  at: number;
  cpu: CpuTimes;
  group: ProcessorAllowance | null;
  network: Counters;
  disks: Counters;
}

/**
 * Reads the host's figures straight from /proc: a fraction of a millisecond, and no process is started. Rates are
 * those since the sample before.
 */
export class Sampler {
  private before: Readings;
  private readonly group: ControlGroup;
  private readonly interfaces = new CountedDevices((names) => countedInterfaces(names, this.host));
  private readonly wholeDisks = new CountedDevices((names) => countedDisks(names, this.host));

  constructor(
    private readonly host = new HostFiles(),
    private readonly spaces = new DiskSpaces(),
  ) {
    this.group = new ControlGroup(host);
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
    const interfaces = this.interfaces.of([...counters.network.keys()]);
    const network = bytesPerSecond(before.network, counters.network, interfaces, seconds);
    const disks = bytesPerSecond(before.disks, counters.disks, this.wholeDisks.of([...counters.disks.keys()]), seconds);
    return {
      cpuPct: processorPercent(before, counters, seconds),
      ...readMemory(this.host, this.group),
      ...(await this.readSpaces()),
      ...readLoad(this.host),
      netRxBps: Math.round(network.inBytes),
      netTxBps: Math.round(network.outBytes),
      diskReadBps: Math.round(disks.inBytes),
      diskWriteBps: Math.round(disks.outBytes),
      uptimeSeconds: Math.floor(parseUptimeSeconds(this.host.read('proc/uptime')) ?? 0),
      processes: processIds().length,
    };
  }

  private readCounters(): Readings {
    return {
      at: performance.now() / 1000,
      cpu: parseCpuTimes(this.host.read('proc/stat')) ?? { busy: 0, total: 0 },
      group: this.group.processors(),
      network: parseNetwork(this.host.read('proc/net/dev')),
      disks: parseDisks(this.host.read('proc/diskstats')),
    };
  }

  private async readSpaces(): Promise<DiskFigures> {
    const mounts = realFilesystems(parseMounts(this.host.read('proc/self/mountinfo')), limits.filesystemsPerSample);
    const spaces = await this.spaces.read(mounts);
    const decisive = fullest(spaces);
    return {
      diskPct: decisive === null ? 0 : percent(usedPercent(decisive) / 100),
      ...(decisive !== null && {
        diskMount: decisive.mount.mount,
        diskUsedBytes: decisive.usedBytes,
        diskTotalBytes: decisive.totalBytes,
      }),
      filesystems: spaces.map(({ mount, usedBytes, totalBytes, inodes }) => ({
        mount: mount.mount,
        fsType: mount.fsType,
        usedBytes,
        totalBytes,
        ...(inodes !== null && { inodesUsed: inodes.used, inodesTotal: inodes.total }),
        ...(mount.isReadOnly && { readOnly: true }),
      })),
    };
  }
}

/** Of a container that may use only some of the processors' time, the share of what it may. */
function processorPercent(before: Readings, after: Readings, seconds: number): number {
  if (before.group === null || after.group === null) return cpuPercent(before.cpu, after.cpu);
  if (seconds <= 0) return 0;
  return percent((after.group.usedSeconds - before.group.usedSeconds) / (after.group.cores * seconds));
}

type DiskFigures = Pick<Metrics, 'diskPct' | 'diskMount' | 'diskUsedBytes' | 'diskTotalBytes' | 'filesystems'>;

function readLoad(host: HostFiles): Pick<Metrics, 'load1' | 'load5' | 'load15'> {
  const load = parseLoad(host.read('proc/loadavg'));
  return load === null ? {} : { load1: load[0], load5: load[1], load15: load[2] };
}
