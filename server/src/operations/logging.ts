import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import { pino, type Logger } from 'pino';
import type { Config } from '../config/environment.js';

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
  return pino({
    level: logLevel,
    redact: { paths: secrets, censor: '[redacted]' },
    hooks: {
      logMethod(args, method, level) {
        if (level > infoLevel || !isChatter(args[0])) method.apply(this, args);
      },
    },
    ...(!production && { transport: { target: 'pino-pretty', options: pretty } }),
  });
}

/** Pino's number for `info`. */
const infoLevel = 30;
/** Where Nest tells at every boot what it wires together: a hundred lines that nobody reads. */
const chatter = new Set(['InstanceLoader', 'NestFactory', 'NestApplication', 'RouterExplorer', 'RoutesResolver']);

function isChatter(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'context' in entry && chatter.has(String(entry.context));
}

const pretty = {
  singleLine: true,
  translateTime: 'HH:MM:ss.l',
  ignore: 'pid,hostname,context,req,res,responseTime,requestId',
  messageFormat:
    '{if context}{context}: {end}{msg}{if req.method} {req.method} {req.url}{end}{if res.statusCode} {res.statusCode} in {responseTime} ms{end}',
};

/** One line for each request; the frequent calls of agents, and of machines that look after us, at debug. */
export function requestLogging(logger: Logger): Params {
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
      // Why it failed is logged where it is known; here is only that it did.
      customErrorObject: (_request, _response, _error, { err: _, ...entry }: Record<string, unknown>) => entry,
      serializers: {
        req: ({
          id,
          method,
          url,
          remoteAddress,
        }: {
          id: unknown;
          method: string;
          url: string;
          remoteAddress: string;
        }) => ({
          id,
          method,
          // Without the query, which may hold what somebody pasted by mistake.
          url: url.split('?')[0],
          remoteAddress,
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
  };
}

const agentPaths = /^\/(api\/(nodes\/heartbeat|jobs\/pending|jobs\/[^/]+\/(output|complete))|healthz|readyz|metrics)/;

function isFrequent({ url = '/' }: IncomingMessage): boolean {
  return agentPaths.test(url) || !url.startsWith('/api/');
}
