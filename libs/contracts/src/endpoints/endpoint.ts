/**
 * What a list of endpoints is made of. An endpoint is a function: from the parts of its path, its query and its body it
 * makes the request that a client sends. Clients differ in how they send, not in what.
 */

/** In an address, what is null, undefined or '' is left out: an empty filter is no filter. A list is joined by commas. */
export type QueryValue = string | number | boolean | readonly string[] | null | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** Of every list: how many entries, and where a page begins. A `type`, as all queries are: an interface would be no `Query`. */
export type PageQuery = {
  limit?: number | undefined;
  cursor?: string | null | undefined;
};

interface Addressed {
  /** Below `/api`. */
  readonly path: string;
  readonly query?: Query | undefined;
}

/** A call that is answered as a whole. */
export interface ApiCall<Answer> extends Addressed {
  readonly kind: 'call';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly answeredWith: 'json' | 'nothing';
  /**
   * Of an order: what it is named by in the header `idempotency-key`. The server carries it out once however often it is
   * sent under one name. Null: who sends it may choose.
   */
  readonly idempotencyKey?: string | null;
  /** Never there: it gives `Answer` a place in the type. */
  readonly answer?: Answer;
}

/** Bytes that are read as they come. */
export interface ApiDownload extends Addressed {
  readonly kind: 'download';
  readonly method: 'GET';
  readonly mediaType: string;
}

/** Server-sent events (`text/event-stream`). */
export interface ApiEvents extends Addressed {
  readonly kind: 'events';
  readonly method: 'GET';
}

export type ApiRequest = ApiCall<unknown> | ApiDownload | ApiEvents;

/** A group of endpoints, by what a client calls them. */
export interface Endpoints {
  /** Any parts: each endpoint has its own. */
  readonly [name: string]: ((...parts: never[]) => ApiCall<unknown> | ApiDownload) | Endpoints;
}

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

/** The names and values of a query that are sent. */
export function queryOf({ query = {} }: ApiRequest): Record<string, string> {
  const sent = Object.entries(query).flatMap(([name, value]) => {
    const text = typeof value === 'object' ? (value ?? []).join(',') : String(value ?? '');
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(sent);
}

/** Where a request goes on its server, such as `/api/nodes?tag=web`. */
export function addressOf(request: ApiRequest): string {
  const search = new URLSearchParams(queryOf(request)).toString();
  return `/api${request.path}${search === '' ? '' : `?${search}`}`;
}

/** The endpoints of a group as functions that send what they make, by the same names. */
export function sendEach(
  group: Endpoints,
  send: (request: ApiCall<unknown> | ApiDownload) => unknown,
): Record<string, unknown> {
  const sending = Object.entries(group).map(([name, each]) => {
    if (typeof each !== 'function') return [name, sendEach(each, send)] as const;
    // What its parts are is known to whoever calls, by the client's own type.
    return [name, (...parts: unknown[]) => send(each(...(parts as never[])))] as const;
  });
  return Object.fromEntries(sending);
}
