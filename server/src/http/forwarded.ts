import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClientAddresses, nearest, type TrustProxy } from '../common/client-address.js';
import { splitHost } from './host-header.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** It came through a proxy that is trusted. */
    isProxied?: boolean;
  }
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/**
 * Makes a request say what its caller sees: the caller's address, and the scheme and host that a trusted proxy was
 * called by. Fastify's own `trustProxy` takes any text for an address.
 */
export function heedForwarded(trust: TrustProxy): Hook {
  const clients = new ClientAddresses(trust);
  return (request, _, done) => {
    const { raw, headers } = request;
    set(request, 'ip', clients.of(raw));
    if (clients.isProxied(raw)) {
      request.isProxied = true;
      const protocol = nearest(headers['x-forwarded-proto'])?.trim().toLowerCase();
      if (protocol === 'http' || protocol === 'https') set(request, 'protocol', protocol);
      const host = nearest(headers['x-forwarded-host'])?.trim();
      if (host !== undefined && splitHost(host) !== null) set(request, 'host', host);
    }
    done();
  };
}

/** Fastify computes these on each use, from the connection. */
function set(request: FastifyRequest, name: 'ip' | 'protocol' | 'host', value: string): void {
  if (request[name] !== value) Object.defineProperty(request, name, { value });
}
