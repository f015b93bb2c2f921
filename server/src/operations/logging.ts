import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import type { Params } from 'nestjs-pino';
import { pino, type Logger, type LoggerOptions } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { Config } from '../config/environment.js';
import { ClientAddresses } from '../common/client-address.js';
import { requestOf } from '../common/request-context.js';

/** What must never stand in a log, wherever it comes from. */
const secrets = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-xsrf-token"]',
  'res.headers["set-cookie"]',
  '*.password',
  '*.token',
  '*.setupCode',
];

/** A request id that a proxy gave, if it is harmless in a log; else a new one. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

/** The process's one logger: JSON in production, for people in development. */
export function createLogger({ production, logLevel }: Pick<Config, 'production' | 'logLevel'>): Logger {
  const options: LoggerOptions = {
    level: logLevel,
    redact: { paths: secrets, censor: '[redacted]' },
    hooks: {
      logMethod(args, method, level) {
        const context = contextOf(args[0]);
        if (context !== startFailures && (level > infoLevel || !chatter.has(context))) method.apply(this, args);
      },
    },
  };
  // Not as a transport of pino's, which is a thread of its own that has to be started, too.
  return production ? pino(options) : pino(options, PinoPretty(pretty));
}

/** Pino's number for `info`. */
const infoLevel = 30;
/** Where Nest tells at every boot what it wires together: a hundred lines that nobody reads. */
const chatter = new Set(['InstanceLoader', 'NestFactory', 'NestApplication', 'RouterExplorer', 'RoutesResolver']);

/** Where Nest tells of what it then throws: whoever started it says why it does not start, and says it once. */
const startFailures = 'ExceptionHandler';

function contextOf(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'context' in entry ? String(entry.context) : '';
}

/**
 * What Nest logs with until it has made the application's. Not nestjs-pino's: its first logger in a process would be the
 * one that requests are logged with, without what is left out of their lines.
 */
export function startLogger(logger: Logger): LoggerService {
  const at =
    (level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace') =>
    (message: unknown, ...more: unknown[]): void =>
      logger[level]({ context: more.at(-1) }, String(message));
  return {
    fatal: at('fatal'),
    error: at('error'),
    warn: at('warn'),
    log: at('info'),
    debug: at('debug'),
    verbose: at('trace'),
  };
}

const pretty = {
  singleLine: true,
  translateTime: 'HH:MM:ss.l',
  ignore: 'pid,hostname,context,req,res,responseTime,requestId,userId,nodeId',
  messageFormat:
    '{if context}{context}: {end}{msg}{if req.method} {req.method} {req.url}{end}{if res.statusCode} {res.statusCode} in {responseTime} ms{end}',
};

/** One line for each request; the frequent calls of agents, and of machines that look after us, at debug. */
export function requestLogging(logger: Logger, { trustProxy }: Pick<Config, 'trustProxy'>): Params {
  const clients = new ClientAddresses(trustProxy);
  return {
    pinoHttp: {
      logger,
      genReqId: (request) => ('id' in request && typeof request.id === 'string' ? request.id : requestId(request)),
      customLogLevel: (request, response, error) => {
        if (response.statusCode === 503) return 'warn';
        if (error || response.statusCode >= 500) return 'error';
        return isFrequent(request) ? 'debug' : 'info';
      },
      customSuccessMessage: () => 'answered',
      customErrorMessage: () => 'failed',
      customSuccessObject: (request, _response, entry: object) => ({ ...entry, ...callerOf(request) }),
      // Why it failed is logged where it is known; here is only that it did.
      customErrorObject: (request, _response, _error, { err: _, ...entry }: Record<string, unknown>) => ({
        ...entry,
        ...callerOf(request),
      }),
      serializers: {
        req: ({ id, method, url, raw }: { id: unknown; method: string; url: string; raw: IncomingMessage }) => ({
          id,
          method,
          // Without the query, which may hold what somebody pasted by mistake.
          url: withoutAddressSecret(url.split('?')[0]),
          // The caller's, also behind a proxy.
          remoteAddress: clients.of(raw),
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
  };
}

/** The address that a beat is pinged at holds its secret, and so does that of a repository's webhook. */
function withoutAddressSecret(path = ''): string {
  return path.replace(/(\/api\/(?:beats\/ping|preset-sources\/webhook)\/)[^/]+/, '$1[redacted]');
}

/** Whose call it was, which is known only at its end. */
function callerOf(raw: IncomingMessage): object {
  const principal = requestOf(raw)?.principal;
  switch (principal?.type) {
    case 'user':
      return { userId: principal.id };
    case 'node':
      return { nodeId: principal.nodeId };
    case undefined:
      return {};
  }
}

const agentPaths =
  /^\/(api\/(nodes\/heartbeat|jobs\/pending|jobs\/[^/]+\/(output|complete)|beats\/ping\/.*)|healthz|readyz|metrics)/;

function isFrequent({ url = '/' }: IncomingMessage): boolean {
  return agentPaths.test(url) || !url.startsWith('/api/');
}
