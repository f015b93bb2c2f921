import type { RolloutCounts, TargetState } from '@hyprbox/contracts';
import { integer } from '../../database/raw-query.js';

/** The state that each figure counts. */
const states: Readonly<Record<keyof RolloutCounts, TargetState>> = {
  pending: 'PENDING',
  waiting: 'WAITING_HOST',
  queued: 'QUEUED',
  running: 'RUNNING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  lost: 'LOST',
  skipped: 'SKIPPED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
};

/** The figures as columns of a row. */
export const targetCounts = {
  pending: integer,
  waiting: integer,
  queued: integer,
  running: integer,
  succeeded: integer,
  failed: integer,
  lost: integer,
  skipped: integer,
  expired: integer,
  cancelled: integer,
};

/** How many hosts of a rollout are in which state, by state: from an index that is in their order, as they may be thousands. */
export function stateCountsSql(rolloutId: string): string {
  return `(SELECT jsonb_object_agg(s.state, s.count) FROM (
    SELECT t.state, count(*) FROM rollout_targets t WHERE t.rollout_id = ${rolloutId} GROUP BY t.state) s)`;
}

/** The columns {@link targetCounts} of a column that has them by state. */
export function countsSql(column: string): string {
  return Object.entries(states)
    .map(([name, state]) => `coalesce((${column} ->> '${state}')::integer, 0) AS ${name}`)
    .join(', ');
}

/** The same of hosts that are known. */
export function countStates(hosts: readonly { state: TargetState }[]): RolloutCounts {
  const of = (name: keyof RolloutCounts): number => byState.get(states[name]) ?? 0;
  const byState = new Map<TargetState, number>();
  for (const { state } of hosts) byState.set(state, (byState.get(state) ?? 0) + 1);
  return {
    pending: of('pending'),
    waiting: of('waiting'),
    queued: of('queued'),
    running: of('running'),
    succeeded: of('succeeded'),
    failed: of('failed'),
    lost: of('lost'),
    skipped: of('skipped'),
    expired: of('expired'),
    cancelled: of('cancelled'),
  };
}

/** The figures alone, of a row that has more. */
export function countsOf(row: RolloutCounts): RolloutCounts {
  const { pending, waiting, queued, running, succeeded, failed, lost, skipped, expired, cancelled } = row;
  return { pending, waiting, queued, running, succeeded, failed, lost, skipped, expired, cancelled };
}
