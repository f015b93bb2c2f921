import type { NetworkInterfaceInfo } from 'node:os';
import { isPhysical } from './counted-devices.js';
import type { HostFiles } from './host-files.js';
import { defaultRoutes4, defaultRoutes6 } from './routes.js';

export type Interfaces = Readonly<Record<string, NetworkInterfaceInfo[] | undefined>>;

/**
 * The address under which others reach this host: of the interface of the default route, of IPv4 before IPv6. Without
 * such a route, of a physical interface; or that of the loopback, where routers and their like keep theirs. Never that
 * of a bridge which only the host's own containers see.
 */
export function primaryAddress(interfaces: Interfaces, host: HostFiles): string | undefined {
  const physical = Object.keys(interfaces).filter((name) => isPhysical(name, host));
  const others = physical.length > 0 ? [] : Object.keys(interfaces).filter((name) => isContainersOwn(name, host));
  const candidates = [
    ...addressesOf(interfaces, defaultRoutes4(host), 'IPv4'),
    ...addressesOf(interfaces, defaultRoutes6(host), 'IPv6'),
    ...addressesOf(interfaces, physical, 'IPv4'),
    ...addressesOf(interfaces, physical, 'IPv6'),
    ...addressesOf(interfaces, others, 'IPv4'),
    ...addressesOf(interfaces, others, 'IPv6'),
    ...addressesOf(interfaces, ['lo'], 'IPv4'),
    ...addressesOf(interfaces, ['lo'], 'IPv6'),
  ];
  return candidates[0];
}

function addressesOf(interfaces: Interfaces, names: readonly string[], family: 'IPv4' | 'IPv6'): string[] {
  const found = names.flatMap((name) => interfaces[name] ?? []).filter((address) => address.family === family);
  return found
    .map(({ address }) => address)
    .filter((address) => !isLocal(address))
    .toSorted((a, b) => Number(isUniqueLocal(a)) - Number(isUniqueLocal(b)));
}

/** The end of a container's own interface; a bridge is where the ends of others are. */
function isContainersOwn(name: string, host: HostFiles): boolean {
  return name !== 'lo' && host.exists(`sys/class/net/${name}`) && !host.exists(`sys/class/net/${name}/bridge`);
}

/** Loopback and link-local addresses name no host to others. */
function isLocal(address: string): boolean {
  return /^(?:127\.|169\.254\.|::1$|fe[89ab][0-9a-f]:)/i.test(address);
}

function isUniqueLocal(address: string): boolean {
  return /^f[cd]/i.test(address);
}
