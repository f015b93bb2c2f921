import type { CreateJobRequest, ExecutionStatus, OutputStream } from '../jobs.js';
import type { Job, JobSummary } from '../jobs.schema.js';
import type { Page } from '../schema-parts.js';
import { download, get, order, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type JobQuery = PageQuery & {
  nodeId?: string | null | undefined;
  status?: ExecutionStatus | null | undefined;
  preset?: string | null | undefined;
  /** A user's id, or `me`. */
  createdBy?: string | null | undefined;
  /** Instants (ISO 8601) between which the job was queued. */
  from?: string | null | undefined;
  to?: string | null | undefined;
};

export const jobsEndpoints = {
  /** Newest first. */
  list: (query?: JobQuery) => get<Page<JobSummary>>('/jobs', query),
  get: (id: string) => get<Job>(path`/jobs/${id}`),
  create: (request: CreateJobRequest, idempotencyKey?: string) => order<Job>('/jobs', request, idempotencyKey),
  cancel: (id: string) => post<Job>(path`/jobs/${id}/cancel`),
  /** All that is kept of one stream, the bytes as they were. */
  output: (id: string, stream: OutputStream) =>
    download(path`/jobs/${id}/output/${stream}`, 'application/octet-stream'),
};
