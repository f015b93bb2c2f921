import type { HostStates, PlannedWave, Rollout, RolloutSummary, RolloutTarget, TargetState } from '@hyprbox/contracts';
import { givenBudget } from '../planning/budget-hosts.js';
import type { RolloutEntity } from '../records/rollout.entity.js';
import type { WaveRow } from './rollout-details.repository.js';
import type { SummaryRow } from './rollout-summaries.repository.js';
import type { TargetRow } from './rollout-targets.repository.js';
import { countsOf } from './target-counts.sql.js';

export function toRolloutSummary(row: SummaryRow): RolloutSummary {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    preset: row.preset,
    presetVersion: row.presetVersion,
    scriptSha256: row.scriptSha256,
    targetsDigest: row.targetsDigest,
    counts: countsOf(row),
    targets: row.targets,
    wave: row.wave,
    waveCount: row.waveCount,
    budget: givenBudget(row.budget),
    budgetHosts: row.budgetHosts,
    createdBy: row.createdBy,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    startAt: row.startAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    retryOf: row.retryOf,
    scheduleId: row.scheduleId,
    approvalId: row.approvalId,
  };
}

export function toRollout(
  summary: RolloutSummary,
  frozen: RolloutEntity,
  waves: readonly WaveRow[],
  retriedBy: string[],
): Rollout {
  return {
    ...summary,
    script: frozen.script,
    variables: frozen.variables,
    selector: frozen.selector,
    waves: waves.map(toPlannedWave),
    whenOffline: frozen.whenOffline,
    waitSeconds: frozen.waitSeconds,
    timeoutSeconds: frozen.timeoutSeconds,
    gates: frozen.gates,
    windowId: frozen.windowId,
    duringMaintenance: frozen.duringMaintenance,
    retriedBy,
  };
}

function toPlannedWave({ startedAt, finishedAt, ...wave }: WaveRow): PlannedWave {
  return { ...wave, startedAt: startedAt?.toISOString() ?? null, finishedAt: finishedAt?.toISOString() ?? null };
}

/** @param rows by wave */
export function toHostStates(rows: readonly { nodeId: string; wave: number; state: TargetState }[]): HostStates {
  const waves: HostStates['waves'] = [];
  for (const { nodeId, wave, state } of rows) {
    let last = waves.at(-1);
    if (last?.wave !== wave) waves.push((last = { wave, nodeIds: [], states: [] }));
    last.nodeIds.push(nodeId);
    last.states.push(state);
  }
  return { waves };
}

export function toRolloutTarget({ rank: _, waitUntil, startedAt, finishedAt, ...target }: TargetRow): RolloutTarget {
  return {
    ...target,
    waitUntil: waitUntil?.toISOString() ?? null,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
