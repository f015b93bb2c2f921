import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problemMediaType } from '@hyprbox/contracts';
import { problemSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { completeRequestBodies } from './request-bodies.js';
import { routeInventory } from './route-inventory.js';

const problems: Record<number, string> = {
  400: 'Some of what was sent is not valid.',
  401: 'The call carries no valid session or token.',
  403: 'The role, the token or the origin does not allow this.',
  404: 'There is no such thing.',
  409: 'The state of things does not allow this.',
  413: 'The body is too large.',
  429: 'Too many calls; Retry-After says when to go on.',
  503: 'The database is away; Retry-After says when to try again.',
};

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('HyprBox')
    .setDescription('Control plane for fleets of Linux servers. Errors are problems as RFC 9457 has them.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'user')
    .addCookieAuth('hb_token', { type: 'apiKey', in: 'cookie', name: 'hb_token' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'hbnt' }, 'node')
    .build();
  const document = SwaggerModule.createDocument(app, description);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: openApi(problemSchema) },
    responses: Object.fromEntries(Object.entries(problems).map(([status, what]) => [status, problemResponse(what)])),
  };
  for (const { route, access } of routeInventory(app)) describeAccess(document, route, access);
  completeRequestBodies(document);
  return document;
}

/** Says of a route who may call it, and how it refuses: for all routes alike, from what opens them. */
function describeAccess(document: OpenAPIObject, route: string, access: string): void {
  const [method = '', path = ''] = route.split(' ');
  const operations: Record<string, unknown> = { ...document.paths[path.replaceAll(/:(\w+)/g, '{$1}')] };
  const operation = operations[method.toLowerCase()];
  if (!isOperation(operation)) return;
  operation.security = securityOf(access);
  for (const status of Object.keys(problems)) {
    if (status === '401' && access === 'public') continue;
    if (status === '404' && !path.includes(':') && (method !== 'POST' || path.startsWith('/api/auth/'))) continue;
    if ((status === '409' || status === '413') && method === 'GET') continue;
    operation.responses[status] ??= { $ref: `#/components/responses/${status}` };
  }
}

function problemResponse(description: string) {
  return { description, content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } } };
}

function securityOf(access: string): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'node token' ? [{ node: [] }] : [{ user: [] }, { session: [] }];
}

interface Operation {
  security?: Record<string, string[]>[];
  responses: Record<string, unknown>;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value;
}

export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'api/openapi.json' });
}
