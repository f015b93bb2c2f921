import { rolloutsEndpoints, streamsEndpoints } from '@hyprbox/contracts';
import { callsOf } from './calls.js';
import type { Calls } from './calls.js';
import { followEvents } from './event-stream.js';
import type { EventStreamOptions } from './event-stream.js';
import type { Http } from './http.js';
import { readRolloutEvent } from './rollout-events.js';
import type { RolloutEvent } from './rollout-events.js';

export interface RolloutsApi extends Calls<typeof rolloutsEndpoints> {
  /** What becomes of the rollout and its hosts, until its `done`. Survives lost connections and restarts of the server. */
  follow(id: string, options?: EventStreamOptions): AsyncGenerator<RolloutEvent, void, undefined>;
}

export function rolloutsApi(http: Http): RolloutsApi {
  return { ...callsOf(http, rolloutsEndpoints), follow: (id, options) => follow(http, id, options) };
}

async function* follow(
  http: Http,
  id: string,
  options?: EventStreamOptions,
): AsyncGenerator<RolloutEvent, void, undefined> {
  for await (const event of followEvents(http, streamsEndpoints.rollout(id), options)) {
    const read = readRolloutEvent(event, http.baseUrl);
    if (read === null) continue;
    yield read;
    if (read.type === 'done') return;
  }
}
