import { streamsEndpoints } from '@hyprbox/contracts';
import type { NodeStreamQuery } from '@hyprbox/contracts';
import type { ServerSentEvent } from './event-parser.js';
import { followEvents } from './event-stream.js';
import type { EventStreamOptions } from './event-stream.js';
import type { Http } from './http.js';

type Events = AsyncGenerator<ServerSentEvent, void, undefined>;

/** Never-ending streams, followed across lost connections until the signal ends them. */
export class StreamsApi {
  constructor(private readonly http: Http) {}

  /** Events `heartbeat`, `activity` and `resync`. */
  nodes(query?: NodeStreamQuery, options?: EventStreamOptions): Events {
    return followEvents(this.http, streamsEndpoints.nodes(query), options);
  }

  /** The events of several jobs in one stream. */
  jobs(ids: readonly string[], options?: EventStreamOptions): Events {
    return followEvents(this.http, streamsEndpoints.jobs(ids), options);
  }
}
