import type { ApiCall, ApiDownload } from './request.js';

/** A group of endpoints, by what a client calls them. */
export interface Endpoints {
  /** Any parts: each endpoint has its own. */
  readonly [name: string]: ((...parts: never[]) => ApiCall<unknown> | ApiDownload) | Endpoints;
}

/** The endpoints of a group as functions that send what they make, by the same names; `send` has it made when it sends. */
export function sendEach(
  group: Endpoints,
  send: (make: () => ApiCall<unknown> | ApiDownload) => unknown,
): Record<string, unknown> {
  const sending = Object.entries(group).map(([name, each]) => {
    if (typeof each !== 'function') return [name, sendEach(each, send)] as const;
    // What its parts are is known to whoever calls, by the client's own type.
    return [name, (...parts: unknown[]) => send(() => each(...(parts as never[])))] as const;
  });
  return Object.fromEntries(sending);
}
