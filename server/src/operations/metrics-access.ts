import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ForbiddenError, UnauthenticatedError } from '../common/domain-error.js';
import { splitHost } from '../http/host-header.js';
import { isPublicName } from '../http/site.js';

/** What proxies add; any of them tells that the caller is not who opened the connection. */
const forwardedHeader =
  /^(forwarded|via|x-forwarded-.+|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip)$/;

/**
 * With a metrics token set, its bearer may read; without, only a caller on this host that did not come through a
 * proxy, whose own address would be the loopback too, nor through a page whose name was made to point here.
 */
export function mayReadMetrics(request: FastifyRequest, token: string | null): void {
  if (token !== null) {
    const given = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined || !sameSecret(given, token))
      throw new UnauthenticatedError('The metrics token is missing or wrong.', { kind: 'metrics' });
    return;
  }
  const address = request.socket.remoteAddress ?? '';
  const { name } = splitHost(request.headers.host ?? '') ?? { name: '' };
  const loopback = !isPublicName(name) && /^(127\.|::1$|::ffff:127\.)/.test(address);
  if (!loopback || Object.keys(request.headers).some((name) => forwardedHeader.test(name))) {
    throw new ForbiddenError('Metrics are only for this host; set HYPRBOX_METRICS_TOKEN to read them from elsewhere.', {
      kind: 'metrics',
    });
  }
}

/** Compares in a time that tells nothing of the secret, nor of its length. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
