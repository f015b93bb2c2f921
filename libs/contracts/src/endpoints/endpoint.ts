/**
 * What the lists of endpoints are written with. An endpoint is a function: from the parts of its path, its query and its
 * body it makes the request that a client sends. Clients differ in how they send, not in what.
 */
import type { ApiCall, ApiDownload, ApiEvents, Query } from './request.js';

export function get<Answer>(path: string, query?: Query): ApiCall<Answer> {
  return { kind: 'call', method: 'GET', path, query, answeredWith: 'json' };
}

export function post<Answer>(path: string, body?: unknown): ApiCall<Answer> {
  return { kind: 'call', method: 'POST', path, body, answeredWith: 'json' };
}

export function put<Answer>(path: string, body: unknown): ApiCall<Answer> {
  return { kind: 'call', method: 'PUT', path, body, answeredWith: 'json' };
}

export function patch<Answer>(path: string, body: unknown): ApiCall<Answer> {
  return { kind: 'call', method: 'PATCH', path, body, answeredWith: 'json' };
}

/** A write that is carried out once however often it is sent under one name. */
export function order<Answer>(path: string, body: unknown, idempotencyKey: string | null = null): ApiCall<Answer> {
  return { kind: 'call', method: 'POST', path, body, answeredWith: 'json', idempotencyKey };
}

/** A write that is answered with nothing. */
export function command(method: 'POST' | 'DELETE', path: string, body?: unknown): ApiCall<void> {
  return { kind: 'call', method, path, body, answeredWith: 'nothing' };
}

export function download(path: string, mediaType: string): ApiDownload {
  return { kind: 'download', method: 'GET', path, mediaType };
}

export function events(path: string, query?: Query): ApiEvents {
  return { kind: 'events', method: 'GET', path, query };
}

/** A path from parts that may hold anything: each stays one segment. @throws TypeError for a part that can't be one */
export function path(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  return strings.reduce((built, text, index) => built + segment(parts[index - 1] ?? '') + text);
}

/** `.` and `..` survive encodeURIComponent, and whoever opens the address would resolve them away. */
function segment(part: string): string {
  if (part === '' || part === '.' || part === '..') throw new TypeError(`"${part}" cannot be part of an address`);
  return encodeURIComponent(part);
}
