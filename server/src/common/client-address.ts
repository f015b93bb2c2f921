import type { IncomingMessage } from 'node:http';
import { BlockList, SocketAddress, isIP } from 'node:net';

/** Whose `X-Forwarded-*` count: nobody's, those of whoever connects (one hop), or those of these addresses and networks. */
export type TrustProxy = boolean | string[];

/** More proxies than stand in front of any server; what lies further back is not looked at. */
const hopsMax = 16;

/**
 * Where requests come from. A forwarded address counts only as far as the proxies that named it are trusted, and only
 * if it is an address: what a client writes there itself is text like any other.
 */
export class ClientAddresses {
  private readonly trusted: (address: string, hop: number) => boolean;

  constructor(trust: TrustProxy) {
    if (typeof trust === 'boolean') {
      this.trusted = (_, hop) => trust && hop === 0;
      return;
    }
    const list = new BlockList();
    for (const item of trust) addNetwork(list, item);
    this.trusted = (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  /** Whether the connection comes from a proxy that may speak for others. */
  isProxied({ socket }: IncomingMessage): boolean {
    return this.trusted(canonicalAddress(socket.remoteAddress) ?? '', 0);
  }

  /** The caller's address: the nearest one that no trusted proxy has. Empty only when the connection is gone. */
  of({ socket, headers }: IncomingMessage): string {
    let address = canonicalAddress(socket.remoteAddress) ?? '';
    const forwarded = listOf(headers['x-forwarded-for']);
    for (let hop = 0; hop < hopsMax && this.trusted(address, hop); hop += 1) {
      const before = canonicalAddress(forwarded.at(-1 - hop));
      if (before === null) break;
      address = before;
    }
    return address;
  }
}

/** The last value is that of the nearest proxy; all before it came in from outside. */
export function nearest(header: string | string[] | undefined): string | undefined {
  return listOf(header).at(-1);
}

function listOf(header: string | string[] | undefined): string[] {
  return header === undefined ? [] : [header].flat().join(',').split(',');
}

/**
 * An address as there is only one way to write it: without port, brackets and zone, an IPv4 address within IPv6 as IPv4.
 *
 * @returns null for what is no address
 */
export function canonicalAddress(text: string | undefined): string | null {
  const bare = (text ?? '').trim().replace(/^\[([^\]]+)\](?::\d{1,5})?$/, '$1');
  const address = isIP(bare) === 0 ? bare.replace(/^([\d.]+):\d{1,5}$/, '$1') : bare.replace(/%.*$/, '');
  switch (isIP(address)) {
    case 4:
      return address;
    case 6: {
      const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
      const mapped = /^::ffff:([\d.]+)$/.exec(canonical)?.[1];
      return mapped ?? canonical;
    }
    default:
      return null;
  }
}

/** What is counted as one caller: an address, of IPv6 its /64, which is what one household or host has. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  // An IPv4 address at the end stands for two groups.
  const missing = 8 - groups.length - after.length - (address.includes('.') ? 1 : 0);
  if (tail !== undefined) groups.push(...Array.from({ length: missing }, () => '0'), ...after);
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** An address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

export function addNetwork(list: BlockList, text: string): void {
  const [address = '', prefix] = text.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
}
