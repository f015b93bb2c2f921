import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/environment.js';
import { splitHost } from './host-header.js';

declare module 'fastify' {
  interface FastifyInstance {
    site: Site;
  }
}

type SiteConfig = Pick<Config, 'publicUrl' | 'allowedHosts' | 'host' | 'trustProxy'>;

const defaultPorts: Record<string, string> = { http: '80', https: '443' };

/** Where people find this server: what its own origin, its names, its path and its cookies are. */
export class Site {
  /** The path below which everything lies, with a slash at both ends. */
  readonly path: string;
  private readonly names: Set<string>;
  /** Only these names are ours. Where neither is known, any name may be. */
  private readonly isNamed: boolean;

  constructor(private readonly config: SiteConfig) {
    const { publicUrl, allowedHosts, host, trustProxy } = config;
    this.path = publicUrl?.pathname ?? '/';
    this.names = new Set([...allowedHosts, host.toLowerCase(), ...(publicUrl ? [publicUrl.hostname] : [])]);
    this.isNamed = publicUrl !== null || allowedHosts.length > 0 || (isLoopback(host) && trustProxy === false);
  }

  /** The address without the path that everything lies below; a proxy may have taken that away already. */
  within(url: string): string {
    if (this.path === '/') return url;
    if (url.startsWith(this.path)) return url.slice(this.path.length - 1);
    const [path] = url.split('?');
    return path === this.path.slice(0, -1) ? url.replace(path, '/') : url;
  }

  /** The address below which everything lies, with a slash at its end: as it is set, or as the call has it. */
  addressOf({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
    return this.config.publicUrl?.href ?? `${protocol}://${host}/`;
  }

  /** Whether a browser may send cookies of this call over HTTPS alone. */
  isSecure({ protocol }: FastifyRequest): boolean {
    return (this.config.publicUrl?.protocol ?? `${protocol}:`) === 'https:';
  }

  /**
   * Whether a `Host` header's name may be ours. A page whose name was made to point here (DNS rebinding) is of another
   * name than ours; but nobody can do that to an address, nor to a name without a dot.
   */
  isOwnName(name: string): boolean {
    return !this.isNamed || !isPublicName(name) || this.names.has(name);
  }

  /**
   * Whether the page that a call comes from is our own.
   *
   * @param origin the call's `Origin`
   */
  isOwnOrigin(request: FastifyRequest, origin: string): boolean {
    if (!URL.canParse(origin)) return false;
    const from = new URL(origin);
    if (from.origin === this.config.publicUrl?.origin) return true;
    // What comes by the proxy was opened at the public address.
    if (this.config.publicUrl && request.isProxied === true) return false;
    const host = splitHost(request.host);
    if (host?.name !== from.hostname.replace(/^\[|\]$/g, '')) return false;
    // No page can set it: the browser itself says that scheme and port are the same, too.
    const fetchSite = request.headers['sec-fetch-site'];
    if (fetchSite !== undefined) return fetchSite === 'same-origin';
    if (from.protocol !== `${request.protocol}:`) return false;
    // A proxy often leaves the port out, which a browser does only for the usual one.
    if (host.port === null && request.isProxied === true) return true;
    return portOf(from.port, request.protocol) === portOf(host.port, request.protocol);
  }
}

function portOf(port: string | null, protocol: string): string | undefined {
  return port === null || port === '' ? defaultPorts[protocol] : port;
}

/** A name that others than the local network's administrators could make point somewhere. */
export function isPublicName(name: string): boolean {
  return isIP(name) === 0 && name.includes('.') && !name.endsWith('.localhost');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
