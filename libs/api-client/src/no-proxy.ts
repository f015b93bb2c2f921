import { BlockList, isIP } from 'node:net';

/** A fault of one entry of NO_PROXY; the entry holds no secret. */
export class NoProxyEntryError extends Error {}

const hostPattern = /^(?:\*?\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?$/;
const portHighest = 65_535;

/**
 * Whether an address is called without a proxy. The entries of `list` stand between commas or blanks: `*`, a host with
 * the hosts below it (`example.com`, `.example.com`, `*.example.com`), an IP address, a network (`10.0.0.0/8`) or a range
 * (`10.0.0.1-10.0.0.9`), each with a port of its own if it is to be (`example.com:8443`, `[::1]:4000`).
 *
 * @throws NoProxyEntryError for an entry that is none of these, whether it would be needed or not.
 */
export function isWithoutProxy(target: URL, list: string): boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(readEntry);
  return entries.some((matches) => matches(target));
}

type Matches = (target: URL) => boolean;

function readEntry(entry: string): Matches {
  if (entry === '*') return () => true;
  const { host, port } = splitPort(entry);
  const isHost = readHost(host);
  if (isHost === null || (port !== null && Number(port) > portHighest)) {
    throw new NoProxyEntryError(`"${entry}" is no host, address or network`);
  }
  return (target) => (port === null || Number(port) === portOf(target)) && isHost(hostOf(target));
}

/** An IPv6 address has colons of its own: only in brackets can a port follow it. */
function splitPort(entry: string): { host: string; port: string | null } {
  const bracketed = /^\[([0-9a-f:.]*:[0-9a-f:.]*)\](?::([0-9]{1,5}))?$/.exec(entry);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] ?? null };
  const plain = /^([^:]*):([0-9]{1,5})$/.exec(entry);
  return { host: plain?.[1] ?? entry, port: plain?.[2] ?? null };
}

function readHost(host: string): ((name: string) => boolean) | null {
  const addresses = readAddresses(host);
  if (addresses !== null) return (name) => isIP(name) > 0 && addresses.check(name, family(name));
  if (!hostPattern.test(host) || isIP(host.split('-')[0] ?? '') > 0) return null;
  const domain = host.replace(/^\*?\./, '').replace(/\.$/, '');
  return (name) => name === domain || name.endsWith(`.${domain}`);
}

function readAddresses(text: string): BlockList | null {
  const list = new BlockList();
  const [first = '', last = '', ...more] = text.split(/[/-]/);
  if (isIP(first) === 0 || more.length > 0) return null;
  if (text === first) list.addAddress(first, family(first));
  else if (text.includes('/')) {
    const bits = /^[0-9]{1,3}$/.test(last) ? Number(last) : Number.POSITIVE_INFINITY;
    if (bits > (isIP(first) === 4 ? 32 : 128)) return null;
    list.addSubnet(first, bits, family(first));
  } else {
    if (isIP(last) !== isIP(first)) return null;
    try {
      list.addRange(first, last, family(first));
    } catch {
      return null; // its end lies before its start
    }
  }
  return list;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? ({ 'http:': 80, 'https:': 443 }[protocol] ?? 0) : Number(port);
}
