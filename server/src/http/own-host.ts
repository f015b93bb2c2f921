import type { FastifyReply, FastifyRequest } from 'fastify';
import { MisdirectedError } from '../common/domain-error.js';
import { splitHost } from './host-header.js';
import { refuse, sendProblem } from './problem.filter.js';

/** They tell nothing that is worth protecting, and are asked for by whatever name a balancer has for us. */
const healthChecks = new Set(['/healthz', '/readyz']);

/** Fastify's hook that refuses calls for another host than ours, which a browser makes that was led here (DNS rebinding). */
export function refuseForeignHost(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { rawHeaders, headers, url } = request.raw;
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  const text = headers.host;
  const host = text === undefined ? null : splitHost(text);
  // Node passes on the first of several hosts, a proxy in front may have gone by another.
  if (hosts > 1 || (text !== undefined && text !== '' && host === null)) {
    const detail = hosts > 1 ? 'The request has more than one Host.' : 'The Host header is not a host.';
    sendProblem(request, reply, { status: 400, code: 'BAD_REQUEST', detail });
    return;
  }
  const isOwn = host === null || request.server.site.isOwnName(host.name);
  if (isOwn || healthChecks.has(url ?? '')) done();
  else refuse(request, reply, new MisdirectedError(host.name));
}
