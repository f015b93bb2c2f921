import type { HostFiles } from './host-files.js';
import { defaultRoutes4, defaultRoutes6 } from './routes.js';

/** Network block devices have no device behind them on this host, and are nobody else's transfers. */
const remoteDisk = /^(?:nbd|rbd)\d+$/;
/** What is only another view of memory, or of a file on a disk. */
const derivedDisk = /^(?:loop|ram|zram|fd|sr)\d+$/;

/**
 * The interfaces whose traffic leaves the host, each byte once. Bridges, VLANs, bonds, tunnels and the ends of
 * containers have no device: what goes through them goes through one that has. In a container none has one, so there it
 * is what the default routes go through, or else all.
 */
export function countedInterfaces(names: readonly string[], host: HostFiles): Set<string> {
  const physical = names.filter((name) => isPhysical(name, host));
  if (physical.length > 0) return new Set(physical);
  const routed = new Set([...defaultRoutes4(host), ...defaultRoutes6(host)]);
  const known = names.filter((name) => routed.has(name));
  return new Set(known.length > 0 ? known : names.filter((name) => name !== 'lo'));
}

export function isPhysical(name: string, host: HostFiles): boolean {
  const directory = `sys/class/net/${name}`;
  if (!host.exists(`${directory}/device`)) return false;
  // A port of a switch chip: its traffic goes through the interface that it is linked to.
  if (host.read(`${directory}/iflink`) !== host.read(`${directory}/ifindex`)) return false;
  // The fast path of a virtual machine's interface, whose figures include it.
  const master = host.linkedName(`${directory}/master`);
  return master === null || !host.exists(`sys/class/net/${master}/device`);
}

/** Whole disks: what a partition, a mapped volume or an array transfers is transferred by its disks. */
export function countedDisks(names: readonly string[], host: HostFiles): Set<string> {
  const whole = names.filter((name) => host.exists(`sys/block/${name}/device`) || remoteDisk.test(name));
  if (whole.length > 0) return new Set(whole);
  // A machine that shows its disks without their devices.
  return new Set(names.filter((name) => host.exists(`sys/block/${name}`) && !derivedDisk.test(name)));
}

/** Which devices count, looked up anew only when there are others, or now and then. */
export class CountedDevices {
  private names = '';
  private counted = new Set<string>();
  private age = 0;

  constructor(private readonly choose: (names: readonly string[]) => Set<string>) {}

  of(names: readonly string[]): Set<string> {
    const joined = names.join(' ');
    if (joined !== this.names || this.age >= readingsBetween) {
      this.counted = this.choose(names);
      this.names = joined;
      this.age = 0;
    }
    this.age += 1;
    return this.counted;
  }
}

const readingsBetween = 20;
