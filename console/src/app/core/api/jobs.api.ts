import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { CreateJobRequest, ExecutionStatus, Job, JobSummary, OutputStream, Page } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { EMPTY, expand, map, reduce } from 'rxjs';
import { limits } from '@hyprbox/contracts';
import { BasePath } from '../base-path/base-path';
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

/** How far the time in a job's id may lie from the time it is listed under, in milliseconds. */
const clockDifference = 5_000;

/** `/api/jobs` */
@Injectable({ providedIn: 'root' })
export class JobsApi {
  private readonly http = inject(HttpClient);
  private readonly base = inject(BasePath);

  /** Newest first. */
  list(query: JobQuery = {}): Observable<Page<JobSummary>> {
    return this.http.get<Page<JobSummary>>('/api/jobs', { params: queryParams({ ...query }) });
  }

  /** The jobs of one preset with these ids, as far as there are such. A job's id holds when it was made. */
  listOf(ids: readonly string[], preset: string): Observable<JobSummary[]> {
    const wanted = new Set(ids);
    const times = ids.map(timeOf);
    const from = new Date(Math.min(...times) - clockDifference).toISOString();
    const to = new Date(Math.max(...times) + clockDifference).toISOString();
    let missing = wanted.size;
    const wantedOf = (cursor: string | null): Observable<Page<JobSummary>> =>
      this.list({ preset, from, to, limit: limits.pageMax, cursor }).pipe(
        map(({ items, nextCursor }) => ({ items: items.filter(({ id }) => wanted.has(id)), nextCursor })),
      );
    return wantedOf(null).pipe(
      expand(({ items, nextCursor }) => {
        missing -= items.length;
        return missing > 0 && nextCursor !== null ? wantedOf(nextCursor) : EMPTY;
      }),
      reduce<Page<JobSummary>, JobSummary[]>((all, { items }) => [...all, ...items], []),
    );
  }

  get(id: string): Observable<Job> {
    return this.http.get<Job>(pathOf(id));
  }

  /** @param key names the order: sent again under it, no second job is made */
  create(request: CreateJobRequest, key: string): Observable<Job> {
    return this.http.post<Job>('/api/jobs', request, { headers: { 'idempotency-key': key } });
  }

  cancel(id: string): Observable<Job> {
    return this.http.post<Job>(`${pathOf(id)}/cancel`, {});
  }

  /** Where the kept bytes of one stream are downloaded from. */
  outputUrl(id: string, stream: OutputStream): string {
    return this.base.below(outputPath(id, stream));
  }

  /** The kept bytes of one stream. */
  output(id: string, stream: OutputStream): Observable<ArrayBuffer> {
    return this.http.get(outputPath(id, stream), { responseType: 'arraybuffer' });
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

/** Milliseconds since the epoch: the first 48 bits of a UUIDv7 (RFC 9562, 5.7). */
function timeOf(id: string): number {
  return parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

function outputPath(id: string, stream: OutputStream): string {
  return `${pathOf(id)}/output/${stream}`;
}
