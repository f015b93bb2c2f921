import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AllowedMethods } from './allowed-methods.js';
import { ConsoleIndex } from './console-index.js';
import { sessionTokens } from './session-cookie-names.js';

const consoleDir = fileURLToPath(new URL('../../../console/dist/', import.meta.url));

/**
 * Serves the built console: its index at `/`, `/login` and everything under `/dashboard`, and at any other unknown path
 * to a GET that accepts HTML. A missing asset and an unknown path below `/api` are 404 problems.
 */
export async function serveConsole(app: NestFastifyApplication, allowedMethods: AllowedMethods): Promise<void> {
  const files = await builtFiles();
  if (files.size > 0) {
    await app.register(fastifyStatic, {
      root: consoleDir,
      // The plugin would make a route of each file, which are hundreds, or look on the disk for whatever is asked for.
      serve: false,
      // The build has compressed them.
      preCompressed: true,
      // Names of built files carry a hash of their content, so they never change.
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          /-[A-Za-z0-9_-]{8}\.\w+(?:\.br|\.gz)?$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  const index = await ConsoleIndex.in(consoleDir, app.getHttpAdapter().getInstance().site.path);
  const fastify = app.getHttpAdapter().getInstance();
  const sendIndex = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(index.for(pathOf(request), sessionTokens(request).length > 0));
  for (const path of ['/', '/login', '/dashboard', '/dashboard/*']) fastify.get(path, sendIndex);
  // Nest answers what no route matches; this is a route that any other GET matches.
  fastify.get('/*', (request, reply) => {
    const path = pathOf(request);
    if (files.has(path)) return reply.sendFile(path);
    const asset = /\.[a-z0-9]{1,8}$/i.test(path);
    const api = path === '/api' || path.startsWith('/api/');
    if (!api && !asset && (request.headers.accept ?? '').includes('text/html')) return sendIndex(request, reply);
    return allowedMethods.refuse(request, reply);
  });
}

/** The paths of the built console's files, without those that start with a dot and those that are another one compressed. */
async function builtFiles(): Promise<Set<string>> {
  const entries = await readdir(consoleDir, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Set(
    entries
      .filter((entry) => entry.isFile() && !/^\.|\.(?:br|gz)$/.test(entry.name))
      .map(({ parentPath, name }) => `/${relative(consoleDir, join(parentPath, name))}`),
  );
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '/';
}
