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
import { unavailableDatabase } from './database/database-away.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { serveConsole } from './http/console-files.js';
import { heedForwarded } from './http/forwarded.js';
import { globalPrefix } from './http/global-prefix.js';
import { acceptOnlyJson } from './http/json-body.js';
import { refuseForeignHost } from './http/own-host.js';
import { ProblemFilter } from './http/problem.filter.js';
import { refuseLongQuery } from './http/query-limit.js';
import { refuseAddress, refuseConnection } from './http/raw-problem.js';
import { enterRequest } from './common/request-context.js';
import { applyRouteOptions } from './http/route-options.js';
import { Site } from './http/site.js';
import { validationPipe } from './http/validation.js';
import { requestId, startLogger } from './operations/logging.js';
import { serveOpenApi } from './operations/openapi.js';
import { checkEveryRouteIsDeclared } from './operations/route-inventory.js';

/** The whole application, ready to listen. */
export async function createApp(
  config: Config,
  databaseUrl: string,
  logger: PinoLogger,
): Promise<NestFastifyApplication> {
  const site = new Site(config);
  const adapter = new FastifyAdapter({
    rewriteUrl: ({ url = '/' }) => site.within(url),
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
    logger: startLogger(logger),
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  app.setGlobalPrefix(globalPrefix.path, { exclude: globalPrefix.exclude });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(unavailableDatabase));
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', applyRouteOptions);
  const allowedMethods = new AllowedMethods();
  fastify.addHook('onRoute', allowedMethods.collect);
  acceptOnlyJson(app);
  fastify.decorate('site', site);
  fastify.addHook('onRequest', heedForwarded(config.trustProxy));
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // What the API says is for the caller alone, and true only now.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    enterRequest(request, done);
  });
  fastify.addHook('onRequest', refuseForeignHost);
  fastify.addHook('preValidation', refuseLongQuery);
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
  await serveConsole(app, allowedMethods);
  allowedMethods.serve(fastify);
  await app.init();
  checkEveryRouteIsDeclared(app);
  return app;
}
