import type { HostFiles } from './host-files.js';

const up = 0x1;
const reject = 0x200;

interface Route {
  interface: string;
  metric: number;
}

/** The interfaces of the default routes of IPv4, the preferred first. */
export function defaultRoutes4(host: HostFiles): string[] {
  return preferredFirst(
    host
      .read('proc/net/route')
      .split('\n')
      .flatMap((line) => {
        const [name = '', destination, , flags = '', , , metric = '', mask] = line.trim().split(/\s+/);
        if (destination !== '00000000' || mask !== '00000000' || !isUsable(flags)) return [];
        return [{ interface: name, metric: Number(metric) }];
      }),
  );
}

/** The same of IPv6, whose table also holds routes that only say that there is none. */
export function defaultRoutes6(host: HostFiles): string[] {
  return preferredFirst(
    host
      .read('proc/net/ipv6_route')
      .split('\n')
      .flatMap((line) => {
        const fields = line.trim().split(/\s+/);
        const [destination = '', length, , , , metric = '', , , flags = '', name = ''] = fields;
        if (!/^0{32}$/.test(destination) || length !== '00' || !isUsable(flags) || name === 'lo') return [];
        return [{ interface: name, metric: Number.parseInt(metric, 16) }];
      }),
  );
}

function isUsable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & up) !== 0 && (bits & reject) === 0;
}

function preferredFirst(routes: readonly Route[]): string[] {
  return [...new Set(routes.toSorted((a, b) => a.metric - b.metric).map((route) => route.interface))];
}
