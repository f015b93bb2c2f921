import type { TargetRow } from './rollout-targets.repository.js';

/** Remembers how the hosts of a rollout were, to tell which have become otherwise. */
export class TargetChanges {
  private known = new Map<string, string>();

  /** Those that are not as they were when this was asked before; all of them at first. */
  since(rows: readonly TargetRow[]): TargetRow[] {
    const now = new Map(rows.map((row) => [row.nodeId, printOf(row)]));
    const changed = rows.filter(({ nodeId }) => this.known.get(nodeId) !== now.get(nodeId));
    this.known = now;
    return changed;
  }
}

/** All of a host that changes. */
function printOf({ state, reason, jobId, checkJobId, exitCode, waitUntil, startedAt, finishedAt }: TargetRow): string {
  const times = [waitUntil, startedAt, finishedAt].map((time) => time?.getTime());
  return [state, reason, jobId, checkJobId, exitCode, ...times].join(' ');
}
