import { posix } from 'node:path';
import type { HostFiles } from './host-files.js';

/** What a container may use of a resource, and what it uses. */
export interface Allowance {
  totalBytes: number;
  usedBytes: number;
}

export interface ProcessorAllowance {
  /** Processors' worth of time, such as 1.5. */
  cores: number;
  /** Time used since the group was made. */
  usedSeconds: number;
}

type Controller = 'memory' | 'cpu' | 'cpuacct';

/** A hierarchy of control groups, and the agent's place in it, from its own group up to what is seen of the root. */
interface Places {
  version: 1 | 2;
  directories: string[];
}

/**
 * The limits under which this host runs if it is a container (cgroups(7), both versions). A limit that is only that of
 * the agent's own service or session says nothing about the host, so it does not count.
 */
export class ControlGroup {
  private readonly places = new Map<Controller, Places | null>();

  constructor(private readonly host: HostFiles) {}

  memory(): Allowance | null {
    const places = this.placesOf('memory');
    if (places === null) return null;
    const [limitFile, usageFile, cacheName] =
      places.version === 2
        ? ['memory.max', 'memory.current', 'inactive_file']
        : ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file'];
    return this.lowest(places, (directory) => {
      const totalBytes = this.number(`${directory}/${limitFile}`);
      const usage = this.number(`${directory}/${usageFile}`);
      if (totalBytes === null || usage === null || totalBytes === 0) return null;
      // Files that were read once go first when memory is needed.
      const cache = this.field(`${directory}/memory.stat`, cacheName) ?? 0;
      return { size: totalBytes, allowance: { totalBytes, usedBytes: Math.max(0, usage - cache) } };
    });
  }

  swap(): Allowance | null {
    const places = this.placesOf('memory');
    if (places === null) return null;
    return this.lowest(places, (directory) => {
      const swap = places.version === 2 ? this.swapOf(directory) : this.swapWithin(directory);
      return swap && { size: swap.totalBytes, allowance: swap };
    });
  }

  processors(): ProcessorAllowance | null {
    const places = this.placesOf('cpu');
    if (places === null) return null;
    return this.lowest(places, (directory) => {
      const cores = places.version === 2 ? this.coresOf(directory) : this.quotaCoresOf(directory);
      const usedSeconds =
        places.version === 2 ? this.seconds(`${directory}/cpu.stat`, 'usage_usec') : this.accountedSeconds(directory);
      return cores === null || usedSeconds === null ? null : { size: cores, allowance: { cores, usedSeconds } };
    });
  }

  private swapOf(directory: string): Allowance | null {
    const totalBytes = this.number(`${directory}/memory.swap.max`);
    const usedBytes = this.number(`${directory}/memory.swap.current`);
    return totalBytes === null || usedBytes === null ? null : { totalBytes, usedBytes };
  }

  /** Version 1 limits memory and swap together. */
  private swapWithin(directory: string): Allowance | null {
    const [both, memory] = ['memory.memsw.limit_in_bytes', 'memory.limit_in_bytes'].map((file) =>
      this.number(`${directory}/${file}`),
    );
    const usedBytes = this.field(`${directory}/memory.stat`, 'total_swap') ?? 0;
    if (typeof both !== 'number' || typeof memory !== 'number') return null;
    return { totalBytes: Math.max(0, both - memory), usedBytes };
  }

  private coresOf(directory: string): number | null {
    const [quota, period] = this.host.read(`${directory}/cpu.max`).trim().split(' ').map(Number);
    return coresWithin(quota, period);
  }

  private quotaCoresOf(directory: string): number | null {
    const [quota, period] = ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((file) =>
      Number(this.host.read(`${directory}/${file}`)),
    );
    return coresWithin(quota, period);
  }

  /** Version 1 accounts in a hierarchy of its own, which most hosts mount together with the other. */
  private accountedSeconds(limited: string): number | null {
    const places = this.placesOf('cpuacct');
    const cpu = this.placesOf('cpu');
    if (places === null || cpu === null) return null;
    const level = cpu.directories.length - cpu.directories.indexOf(limited);
    const directory = places.directories.at(-level);
    const nanoseconds = directory === undefined ? null : this.number(`${directory}/cpuacct.usage`);
    return nanoseconds === null ? null : nanoseconds / 1e9;
  }

  private seconds(path: string, name: string): number | null {
    const microseconds = this.field(path, name);
    return microseconds === null ? null : microseconds / 1e6;
  }

  /** A limit holds for all below it, so that the lowest on the way up is the one that counts. */
  private lowest<T>(places: Places, read: (directory: string) => { size: number; allowance: T } | null): T | null {
    let found: { size: number; allowance: T } | null = null;
    for (const directory of places.directories) {
      const here = read(directory);
      if (here !== null && (found === null || here.size < found.size)) found = here;
    }
    return found?.allowance ?? null;
  }

  private placesOf(controller: Controller): Places | null {
    const known = this.places.get(controller);
    if (known !== undefined) return known;
    const found = this.findPlaces(controller);
    this.places.set(controller, found);
    return found;
  }

  private findPlaces(controller: Controller): Places | null {
    const own = this.host.read('proc/self/cgroup');
    const mounts = this.host.read('proc/self/mountinfo');
    const named = pathIn(own, controller);
    const version = named === null ? 2 : 1;
    const path = named ?? pathIn(own, '');
    const mount = findMount(mounts, version, controller);
    if (path === null || mount === null) return null;
    const first = pathIn(this.host.read('proc/1/cgroup'), version === 1 ? controller : '');
    const directories = ancestors(withinMount(path, mount.root))
      .filter((place) => !isOwnUnit(place, first === null ? null : withinMount(first, mount.root)))
      .map((place) => posix.join(mount.path, place));
    return { version, directories };
  }

  /** Null for `max`, for nothing, and for what version 1 says for no limit. */
  private number(path: string): number | null {
    const text = this.host.read(path).trim();
    return /^[0-9]+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
  }

  private field(path: string, name: string): number | null {
    const value = new RegExp(`^${name} ([0-9]+)$`, 'm').exec(this.host.read(path))?.[1];
    return value === undefined ? null : Number(value);
  }
}

function coresWithin(quota: number | undefined, period: number | undefined): number | null {
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : null;
}

/** @param controller empty for version 2 */
function pathIn(text: string, controller: Controller | ''): string | null {
  for (const line of text.split('\n')) {
    const [, names, path] = /^[0-9]+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path !== undefined && names?.split(',').includes(controller)) return path;
  }
  return null;
}

function findMount(mounts: string, version: 1 | 2, controller: Controller): { root: string; path: string } | null {
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ');
    const [, , , root, path] = before?.split(' ') ?? [];
    const [fsType, , options = ''] = after?.split(' ') ?? [];
    const isIt = version === 2 ? fsType === 'cgroup2' : fsType === 'cgroup' && options.split(',').includes(controller);
    if (isIt && root !== undefined && path !== undefined) return { root, path };
  }
  return null;
}

/** A container may see its own group as the root, and the path to it as its host has it, or as `..`. */
function withinMount(path: string, root: string): string {
  if (root !== '/' && (path === root || path.startsWith(`${root}/`))) return path.slice(root.length) || '/';
  return root !== '/' || path.startsWith('/..') ? '/' : path;
}

function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let place = path; ; place = posix.dirname(place)) {
    found.push(place);
    if (place === '/' || place === '.') return found;
  }
}

/** A unit of systemd that the first process is not in: the agent's service, or the session it was started from. */
function isOwnUnit(place: string, first: string | null): boolean {
  if (!/\.(?:service|scope|slice)$/.test(place)) return false;
  return first === null || (first !== place && !first.startsWith(`${place}/`));
}
