import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { sendProblem } from './problem.filter.js';
import { globalPrefix } from './global-prefix.js';

/** GET, and HEAD with it, has a route of its own that knows every path; OPTIONS is for other origins' pages. */
const otherMethods = METHODS.filter((method) => !['GET', 'HEAD', 'OPTIONS', 'CONNECT'].includes(method));
const operations = globalPrefix.exclude.map((path) => `/${path}`);

/** Which methods the API has at a path, so that a wrong one is told as such (RFC 9110 §15.5.6) and not as a wrong path. */
export class AllowedMethods {
  private readonly routes: { path: RegExp; methods: string[] }[] = [];

  /** Fastify's `onRoute` hook. */
  readonly collect = ({ url, method }: RouteOptions): void => {
    if (!isOfApi(url) || url.includes('*')) return;
    this.routes.push({ path: patternOf(url), methods: [method].flat() });
  };

  /** Sorted; empty where there is nothing at all. */
  at(path: string): string[] {
    if (!isOfApi(path)) return [];
    const found = this.routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  }

  /** Tells a request that no route took what is wrong with it. */
  readonly refuse = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const allowed = this.at(request.url.split('?')[0] ?? '/');
    // What the router did not take although it has the method has a part that is too long for any name.
    if (allowed.length === 0 || allowed.includes(request.method)) {
      sendProblem(request, reply, { status: 404, code: 'NOT_FOUND', detail: 'There is nothing at this address.' });
      return reply;
    }
    reply.header('allow', allowed.join(', '));
    const detail = `This address takes ${allowed.join(', ')}, not ${request.method}.`;
    sendProblem(request, reply, { status: 405, code: 'METHOD_NOT_ALLOWED', detail });
    return reply;
  };

  /** Answers what no other route takes, before its body is read. */
  serve(fastify: FastifyInstance): void {
    for (const method of otherMethods) {
      if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method);
    }
    fastify.route({
      method: otherMethods,
      url: '/*',
      onRequest: (request, reply, _done) => void this.refuse(request, reply),
      handler: this.refuse,
    });
  }
}

function isOfApi(path: string): boolean {
  return path.startsWith(`/${globalPrefix.path}/`) || operations.includes(path.replace(/\/$/, ''));
}

/** `/api/jobs/:id` matches one part of any text; a slash may follow, as Fastify's router ignores it. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll('.', String.raw`\.`)));
  return new RegExp(`^${parts.join('/')}/?$`);
}
