import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import { problemMediaType, type Problem, type ProblemFault, type StaleBase } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '../common/domain-error.js';
import type { Refusal } from '../common/refusal.js';

/** Turns whatever a call threw into a problem (RFC 9457). Nothing of the inside shows: no stack, no SQL, no version. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  /** @param translate knows the refusals of what stands below, as of the database; null for what it does not know */
  constructor(private readonly translate: (error: unknown) => DomainError | null) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const fault = asFault(this.translate(error) ?? error);
    this.report(error, fault.status, request);
    // A stream that has begun can only be cut.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    sendProblem(request, reply, fault);
  }

  private report(error: unknown, status: number, { id: requestId, method }: FastifyRequest): void {
    // While the database is away every call fails for the same reason: a line each, not a stack each.
    if (status === 503) this.logger.warn({ requestId }, `${method} failed: ${messageOf(error)}`);
    else if (status >= 500) this.logger.error({ err: loggable(error), requestId }, `${method} failed`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A failed query holds its parameters, and its driver's detail the row: hashes and tokens may be among them. */
function loggable(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  const { message, stack, query } = error;
  const code = 'code' in error.driverError ? error.driverError.code : undefined;
  return { type: 'QueryFailedError', message, stack, query, code };
}

interface Fault {
  status: number;
  code: string;
  detail: string;
  more?: Pick<Problem, 'errors' | 'expected'> & Partial<StaleBase>;
  retryAfterSeconds?: number;
  refusal?: Refusal;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the request was refused, for whoever tells of it. */
    problem?: {
      code: string;
      detail: string;
      faults?: readonly ProblemFault[] | undefined;
      refusal?: Refusal | undefined;
    };
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, fault: Fault): void {
  const problem: Problem = {
    type: 'about:blank',
    title: titles[fault.status] ?? 'Error',
    status: fault.status,
    detail: fault.detail,
    instance: request.url.split('?')[0] ?? '/',
    code: fault.code,
    requestId: request.id,
    ...fault.more,
  };
  request.problem = {
    code: fault.code,
    detail: fault.detail,
    faults: fault.more?.errors,
    refusal: fault.refusal,
  };
  if (fault.retryAfterSeconds !== undefined)
    reply.header('retry-after', Math.max(1, Math.ceil(fault.retryAfterSeconds)));
  if (fault.status === 401) reply.header('www-authenticate', 'Bearer');
  reply.code(fault.status).header('content-type', `${problemMediaType}; charset=utf-8`).send(JSON.stringify(problem));
}

/** Refuses a call in a hook, where no filter stands behind: not every route is Nest's. */
export function refuse(request: FastifyRequest, reply: FastifyReply, error: DomainError): void {
  sendProblem(request, reply, fromDomain(error));
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  504: 'Not answered in time',
};

const codes: Record<number, string> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
};

function asFault(error: unknown): Fault {
  if (error instanceof DomainError) return fromDomain(error);
  if (error instanceof ThrottlerException) {
    return { status: 429, code: 'TOO_MANY_REQUESTS', detail: 'Too many calls; wait a little.' };
  }
  const status = statusOf(error);
  // What the framework says of a bad request (broken JSON, a wrong media type) is meant for the caller.
  if (error instanceof Error && status >= 400 && status < 500) {
    return { status, code: codes[status] ?? 'BAD_REQUEST', detail: worded(error, status) };
  }
  return {
    status: 500,
    code: 'INTERNAL',
    detail: "Something went wrong on the server. The request id finds it in the server's log.",
  };
}

function fromDomain(error: DomainError): Fault {
  return {
    status: error.status,
    code: error.code,
    detail: error.message,
    more: {
      ...(error.faults && { errors: error.faults }),
      ...(error.expected && { expected: error.expected }),
      ...error.stale,
    },
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.refusal && { refusal: error.refusal }),
  };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error) return Number(error.statusCode);
  return 500;
}

function worded(error: Error, status: number): string {
  if (status === 404) return 'There is nothing at this address.';
  if (status === 413) return 'The body is larger than this call takes.';
  if (status === 415) return 'The body must be JSON (content-type: application/json).';
  if (error instanceof SyntaxError || status === 400) return 'The body is not valid JSON.';
  return error.message;
}
