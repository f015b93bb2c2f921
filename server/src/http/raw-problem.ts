import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemMediaType, type Problem } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.filter.js';

/** Answers a request whose address can't be read, before any route or hook has seen it. */
export function refuseAddress(_: Error, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  sendProblem(request, reply, { status: 400, code: 'BAD_REQUEST', detail: 'The address is not a valid one.' });
}

/** Answers what is no HTTP request at all, by hand: there is no request that anything could be answered to. */
export function refuseConnection(error: Error, socket: Socket): void {
  if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
    socket.destroy();
    return;
  }
  const [status, code, detail] = faultOf(error);
  const title = STATUS_CODES[status] ?? 'Error';
  const requestId = randomUUID();
  const problem: Problem = { type: 'about:blank', title, status, detail, instance: '/', code, requestId };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${problemMediaType}; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-request-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function faultOf(error: Error): [status: number, code: string, detail: string] {
  switch ('code' in error ? error.code : undefined) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'HEADERS_TOO_LARGE', 'The headers are larger than this server takes.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'TIMEOUT', 'The request took too long to arrive.'];
    default:
      return [400, 'BAD_REQUEST', 'This is not a valid HTTP request.'];
  }
}
