import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { limits } from '@hyprbox/contracts';
import { Logger } from 'nestjs-pino';
import type { Logger as PinoLogger } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './config/environment.js';
import { serveConsole } from './http/console-files.js';
import { acceptOnlyJson } from './http/json-body.js';
import { ProblemFilter } from './http/problem.filter.js';
import { refuseAddress, refuseConnection } from './http/raw-problem.js';
import { requestContext } from './http/request-context.js';
import { applyRouteOptions } from './http/route-options.js';
import { validationPipe } from './http/validation.js';
import { requestId } from './operations/logging.js';
import { serveOpenApi } from './operations/openapi.js';
import { checkEveryRouteIsDeclared } from './operations/route-inventory.js';

/** The whole application, ready to listen. */
export async function createApp(
  config: Config,
  databaseUrl: string,
  logger: PinoLogger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    trustProxy: config.trustProxy,
    bodyLimit: limits.bodyBytes,
    genReqId: requestId,
    forceCloseConnections: true,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseConnection,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    // Waiting requests and streams are long on purpose; headers and bodies are not.
    requestTimeout: 60_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, databaseUrl, logger), adapter, {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks([]);
  app.setGlobalPrefix('api', { exclude: ['healthz', 'readyz', 'metrics'] });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', applyRouteOptions);
  acceptOnlyJson(app);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // What the API says is for the caller alone, and true only now.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    requestContext.run(request, done);
  });
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        // Plain HTTP on the own host is a way to run it; HTTPS is asked for by Strict-Transport-Security there.
        upgradeInsecureRequests: null,
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 });
  if (config.corsOrigins.length > 0) {
    app.enableCors({
      origin: config.corsOrigins,
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['retry-after', 'x-request-id'],
      maxAge: 600,
      strictPreflight: false,
    });
  }
  if (config.enableDocs) serveOpenApi(app);
  await serveConsole(app);
  await app.init();
  checkEveryRouteIsDeclared(app);
  return app;
}
