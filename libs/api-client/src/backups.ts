import { backupsEndpoints, streamsEndpoints } from '@hyprbox/contracts';
import { BackupEventReader } from './backup-events.js';
import type { BackupEvent } from './backup-events.js';
import { callsOf } from './calls.js';
import type { Calls } from './calls.js';
import { followEvents } from './event-stream.js';
import type { EventStreamOptions } from './event-stream.js';
import type { Http } from './http.js';

type BackupCalls = Calls<typeof backupsEndpoints>;

export interface BackupsApi extends BackupCalls {
  readonly runs: BackupCalls['runs'] & {
    /**
     * The run's log, progress and status from its start, then live, until its `done`. Survives lost connections and
     * restarts of the server: each byte of the log is given once, in order.
     */
    follow(id: string, options?: EventStreamOptions): AsyncGenerator<BackupEvent, void, undefined>;
  };
}

export function backupsApi(http: Http): BackupsApi {
  const calls = callsOf(http, backupsEndpoints);
  return { ...calls, runs: { ...calls.runs, follow: (id, options) => follow(http, id, options) } };
}

async function* follow(
  http: Http,
  id: string,
  options?: EventStreamOptions,
): AsyncGenerator<BackupEvent, void, undefined> {
  const reader = new BackupEventReader(http.baseUrl);
  for await (const event of followEvents(http, streamsEndpoints.backupRun(id), options)) {
    for (const read of reader.read(event)) {
      yield read;
      if (read.type === 'done') return;
    }
  }
}
