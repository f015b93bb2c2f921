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

/** Where a request goes on its server, without its query. */
export function pathOf({ path }: ApiRequest): string {
  return `/api${path}`;
}

/** The names and values of a query that are sent. */
export function queryOf({ query = {} }: ApiRequest): Record<string, string> {
  const sent = Object.entries(query).flatMap(([name, value]) => {
    const text = typeof value === 'object' ? (value ?? []).join(',') : String(value ?? '');
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(sent);
}

/** Where a request goes on its server with its query, such as `/api/nodes?tag=web`. */
export function addressOf(request: ApiRequest): string {
  const search = new URLSearchParams(queryOf(request)).toString();
  return pathOf(request) + (search === '' ? '' : `?${search}`);
}
