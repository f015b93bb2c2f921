import { BlockList, isIP } from 'node:net';
import { addNetwork, canonicalAddress } from '../common/client-address.js';

/** Where no message ever goes: what answers there belongs to the machine or its cloud, and may hold credentials. */
const neverNetworks = [
  // Link-local (RFC 3927, RFC 4291), with the metadata of most clouds at 169.254.169.254.
  '169.254.0.0/16',
  'fe80::/10',
  // Metadata elsewhere: AWS and Google over IPv6, Alibaba, Azure's host, Oracle.
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
];

/** This machine; the unspecified address leads there as well. */
const loopbackNetworks = ['127.0.0.0/8', '::1', '0.0.0.0/8', '::'];

export interface EgressRules {
  /** Networks of the operator's: what they allow goes before what they deny, and that before what holds otherwise. */
  allow: readonly string[];
  deny: readonly string[];
  allowLoopback: boolean;
}

/** To which addresses messages may be sent. */
export class EgressPolicy {
  private readonly never = listOf(neverNetworks);
  private readonly loopback = listOf(loopbackNetworks);
  private readonly allow: BlockList;
  private readonly deny: BlockList;

  constructor(private readonly rules: EgressRules) {
    this.allow = listOf(rules.allow);
    this.deny = listOf(rules.deny);
  }

  /** Why nothing is sent to an address; null if it may be. */
  refusalOf(text: string): string | null {
    const address = canonicalAddress(text);
    if (address === null) return `${text} is no address.`;
    const forms = [address, ...embeddedIn(address)];
    const is = (list: BlockList): boolean => forms.some((form) => holds(list, form));
    if (is(this.never)) return `${address} is link-local or the metadata of a cloud; nothing is sent there.`;
    if (is(this.allow)) return null;
    if (is(this.deny)) return `${address} is in HYPRBOX_EGRESS_DENY.`;
    if (is(this.loopback) && !this.rules.allowLoopback) {
      return `${address} is this server itself; in production HYPRBOX_EGRESS_ALLOW has to name it.`;
    }
    return null;
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) addNetwork(list, network);
  return list;
}

function holds(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The IPv4 address to which a translator or a tunnel would bring an IPv6 one (RFC 4291, RFC 6052, RFC 3056). */
function embeddedIn(address: string): string[] {
  if (isIP(address) !== 6) return [];
  const groups = groupsOf(address);
  const start = groups.slice(0, 6).map((group) => group.toString(16));
  switch (start.join(':')) {
    case '0:0:0:0:0:0':
      // The IPv6 addresses :: and ::1 look like embedded ones, and are none.
      return (groups[6] ?? 0) === 0 && (groups[7] ?? 0) <= 1 ? [] : [dotted(groups[6], groups[7])];
    case '64:ff9b:0:0:0:0':
      return [dotted(groups[6], groups[7])];
    default:
      return start[0] === '2002' ? [dotted(groups[1], groups[2])] : [];
  }
}

function groupsOf(address: string): number[] {
  // The URL parser writes every IPv6 address in groups of hexadecimal digits.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const first = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last].map((group) => Number.parseInt(group, 16));
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}
