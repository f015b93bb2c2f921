import { events, path } from './endpoint.js';

export type NodeStreamQuery = {
  nodeIds?: readonly string[] | undefined;
  tag?: string | undefined;
};

/** Event streams; each resumes after the event that the header `last-event-id` names. */
export const streamsEndpoints = {
  /** Events `heartbeat`, `activity` and `resync`, without an end. */
  nodes: (query?: NodeStreamQuery) => events('/stream/nodes', query),
  /** The events of several jobs, up to `limits.streamJobs`, in one stream. */
  jobs: (ids: readonly string[]) => events('/stream/jobs', { ids }),
  /** A job's output and status from its start, then live, until its `done`. */
  job: (id: string) => events(path`/jobs/${id}/stream`),
  /** The same of a backup run. */
  backupRun: (id: string) => events(path`/backups/runs/${id}/stream`),
  /** A rollout's `target`, `state` and `resync` events, until its `done`. */
  rollout: (id: string) => events(path`/rollouts/${id}/stream`),
  /** Events `alert`, each with an alert as it has become, and `resync`, without an end. */
  alerts: () => events('/stream/alerts'),
};
