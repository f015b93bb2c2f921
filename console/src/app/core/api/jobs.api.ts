import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { CreateJobRequest, ExecutionStatus, Job, JobSummary, OutputStream, Page } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

export interface JobQuery extends PageQuery {
  status?: ExecutionStatus | null;
  nodeId?: string | null;
  preset?: string | null;
  createdBy?: string | null;
  /** Instants (ISO 8601) between which the job was queued. */
  from?: string | null;
  to?: string | null;
}

/** `/api/jobs` */
@Injectable({ providedIn: 'root' })
export class JobsApi {
  private readonly http = inject(HttpClient);

  /** Newest first. */
  list(query: JobQuery = {}): Observable<Page<JobSummary>> {
    return this.http.get<Page<JobSummary>>('/api/jobs', { params: queryParams({ ...query }) });
  }

  get(id: string): Observable<Job> {
    return this.http.get<Job>(pathOf(id));
  }

  create(request: CreateJobRequest): Observable<Job> {
    return this.http.post<Job>('/api/jobs', request);
  }

  cancel(id: string): Observable<Job> {
    return this.http.post<Job>(`${pathOf(id)}/cancel`, {});
  }

  /** Where the kept bytes of one stream are downloaded from. */
  outputUrl(id: string, stream: OutputStream): string {
    return `${pathOf(id)}/output/${stream}`;
  }

  /** Where the output is followed live; see `EventStreams`. */
  streamUrl(id: string): string {
    return `${pathOf(id)}/stream`;
  }

  /** Several jobs (up to `limits.streamJobs`) in one stream. */
  streamOfSeveralUrl(ids: readonly string[]): string {
    return `/api/stream/jobs?ids=${ids.map(encodeURIComponent).join(',')}`;
  }
}

function pathOf(id: string): string {
  return `/api/jobs/${encodeURIComponent(id)}`;
}
