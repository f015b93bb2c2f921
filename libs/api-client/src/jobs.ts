import { jobsEndpoints, streamsEndpoints } from '@hyprbox/contracts';
import { callsOf } from './calls.js';
import type { Calls } from './calls.js';
import { followEvents } from './event-stream.js';
import type { EventStreamOptions } from './event-stream.js';
import type { Http } from './http.js';
import { JobEventReader } from './job-events.js';
import type { JobEvent } from './job-events.js';

export interface JobsApi extends Calls<typeof jobsEndpoints> {
  /**
   * The job's output and status from its start, then live, until its `done`. Survives lost connections and restarts
   * of the server: each byte is given once, in order, and what the server dropped is counted.
   */
  follow(id: string, options?: EventStreamOptions): AsyncGenerator<JobEvent, void, undefined>;
}

export function jobsApi(http: Http): JobsApi {
  return { ...callsOf(http, jobsEndpoints), follow: (id, options) => follow(http, id, options) };
}

async function* follow(
  http: Http,
  id: string,
  options?: EventStreamOptions,
): AsyncGenerator<JobEvent, void, undefined> {
  const reader = new JobEventReader(http.baseUrl);
  for await (const event of followEvents(http, streamsEndpoints.job(id), options)) {
    const read = reader.read(event);
    if (read === null) continue;
    yield read;
    if (read.type === 'done') return;
  }
}
