import type { BackupRun, BackupRunDetails, BackupRunKind, ExecutionStatus, Page } from '@hyprbox/contracts';
import { BackupEventReader } from './backup-events.js';
import type { BackupEvent } from './backup-events.js';
import { followEvents } from './event-stream.js';
import type { EventStreamOptions } from './event-stream.js';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

export interface BackupRunQuery extends PageQuery {
  policyId?: string | undefined;
  nodeId?: string | undefined;
  status?: ExecutionStatus | undefined;
  kind?: BackupRunKind | undefined;
}

/** `/api/backups/runs` */
export class BackupRunsApi {
  constructor(private readonly http: Http) {}

  /** Newest first. */
  list(query: BackupRunQuery = {}, call?: CallOptions): Promise<Page<BackupRun>> {
    return this.http.get('/backups/runs', { ...query }, call);
  }

  get(id: string, call?: CallOptions): Promise<BackupRunDetails> {
    return this.http.get(path`/backups/runs/${id}`, {}, call);
  }

  cancel(id: string, call?: CallOptions): Promise<BackupRun> {
    return this.http.write('POST', path`/backups/runs/${id}/cancel`, undefined, call);
  }

  /** All that is kept of the log, the bytes as they were. */
  log(id: string, call?: CallOptions): AsyncGenerator<Uint8Array, void, undefined> {
    return this.http.download(path`/backups/runs/${id}/log`, 'text/plain, */*;q=0.1', call);
  }

  /**
   * The run's log, progress and status from its start, then live, until its `done`. Survives lost connections and
   * restarts of the server: each byte of the log is given once, in order.
   */
  async *follow(id: string, options: EventStreamOptions = {}): AsyncGenerator<BackupEvent, void, undefined> {
    const reader = new BackupEventReader(this.http.baseUrl);
    for await (const event of followEvents(this.http, path`/backups/runs/${id}/stream`, {}, options)) {
      for (const read of reader.read(event)) {
        yield read;
        if (read.type === 'done') return;
      }
    }
  }
}
