import type { CreateJobRequest, ExecutionStatus, Job, JobSummary, OutputStream, Page } from '@hyprbox/contracts';
import { followEvents } from './event-stream.js';
import type { EventStreamOptions } from './event-stream.js';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import { JobEventReader } from './job-events.js';
import type { JobEvent } from './job-events.js';
import type { PageQuery } from './pages.js';

export interface JobQuery extends PageQuery {
  nodeId?: string | undefined;
  status?: ExecutionStatus | undefined;
  preset?: string | undefined;
  createdBy?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** `/api/jobs`, the operator's side */
export class JobsApi {
  constructor(private readonly http: Http) {}

  create(request: CreateJobRequest, call?: CallOptions): Promise<Job> {
    return this.http.order('/jobs', request, call);
  }

  /** Newest first. */
  list(query: JobQuery = {}, call?: CallOptions): Promise<Page<JobSummary>> {
    return this.http.get('/jobs', { ...query }, call);
  }

  get(id: string, call?: CallOptions): Promise<Job> {
    return this.http.get(path`/jobs/${id}`, {}, call);
  }

  cancel(id: string, call?: CallOptions): Promise<Job> {
    return this.http.write('POST', path`/jobs/${id}/cancel`, undefined, call);
  }

  /** All that is kept of one stream, the bytes as they were. */
  output(id: string, stream: OutputStream, call?: CallOptions): AsyncGenerator<Uint8Array, void, undefined> {
    return this.http.download(path`/jobs/${id}/output/${stream}`, 'application/octet-stream, */*;q=0.1', call);
  }

  /**
   * The job's output and status from its start, then live, until its `done`. Survives lost connections and restarts
   * of the server: each byte is given once, in order, and what the server dropped is counted.
   */
  async *follow(id: string, options: EventStreamOptions = {}): AsyncGenerator<JobEvent, void, undefined> {
    const reader = new JobEventReader(this.http.baseUrl);
    for await (const event of followEvents(this.http, path`/jobs/${id}/stream`, {}, options)) {
      const read = reader.read(event);
      if (read === null) continue;
      yield read;
      if (read.type === 'done') return;
    }
  }
}
