import Type, { type Static } from 'typebox';
import { variableValuesSchema } from './presets.schema.js';
import { gatesSchema } from './rollout-orders.schema.js';
import { offlineActions, rolloutReasons, rolloutStates, targetReasons, targetStates } from './rollouts.js';
import { count, flag, instant, listOf, nullable, oneOf, text, uuid } from './schema-parts.js';
import { selectorSchema } from './selectors.schema.js';

/** A wave as it was planned; the times are those of the hosts in it. */
export const plannedWaveSchema = Type.Object({
  number: count,
  size: text,
  soakSeconds: count,
  targets: count,
  finished: count,
  failed: count,
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
});
export type PlannedWave = Static<typeof plannedWaveSchema>;

export const rolloutCountsSchema = Type.Object({
  pending: count,
  waiting: count,
  queued: count,
  running: count,
  succeeded: count,
  failed: count,
  lost: count,
  skipped: count,
  expired: count,
  cancelled: count,
});
export type RolloutCounts = Static<typeof rolloutCountsSchema>;

/** A rollout as lists show it. */
export const rolloutSummarySchema = Type.Object({
  id: uuid,
  name: text,
  state: oneOf(rolloutStates),
  reason: nullable(oneOf(rolloutReasons)),
  /** The reason in words, such as which host kept a gate closed. */
  detail: nullable(text),
  /** Null for a script of one's own. */
  preset: nullable(text),
  presetVersion: nullable(count),
  scriptSha256: text,
  targetsDigest: text,
  counts: rolloutCountsSchema,
  targets: count,
  /** The number of the wave that it is at, from 1; 0 before the first. */
  wave: count,
  waveCount: count,
  budget: Type.Union([count, text]),
  /** The budget in hosts. */
  budgetHosts: count,
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  createdAt: instant,
  startAt: nullable(instant),
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
  retryOf: nullable(uuid),
  scheduleId: nullable(uuid),
  approvalId: nullable(uuid),
});
export type RolloutSummary = Static<typeof rolloutSummarySchema>;

export const rolloutSchema = Type.Object({
  ...rolloutSummarySchema.properties,
  script: text,
  variables: variableValuesSchema,
  selector: selectorSchema,
  waves: listOf(plannedWaveSchema),
  whenOffline: oneOf(offlineActions),
  waitSeconds: count,
  timeoutSeconds: count,
  gates: gatesSchema,
  windowId: nullable(uuid),
  duringMaintenance: flag,
  /** The rollouts that retry this one. */
  retriedBy: listOf(uuid),
});
export type Rollout = Static<typeof rolloutSchema>;

/** What would be done: `dryRun`. */
export const rolloutPlanSchema = Type.Object({
  targets: count,
  targetsDigest: text,
  scriptSha256: text,
  script: text,
  presetVersion: nullable(count),
  budgetHosts: count,
  /** With the first 200 hosts of each. */
  waves: listOf(Type.Object({ number: count, size: text, soakSeconds: count, targets: count, hosts: listOf(text) })),
  /** Hosts that could not be run on now: at most 200. */
  unavailable: listOf(
    Type.Object({
      nodeId: text,
      reason: oneOf(targetReasons),
      becomes: oneOf(targetStates),
      /** Until when it is waited for; one of a later wave so much longer, as it is waited for from when its turn comes. */
      until: nullable(instant),
    }),
  ),
  unavailableCount: count,
  needsApproval: flag,
  approvalCauses: listOf(text),
  warnings: listOf(text),
});
export type RolloutPlan = Static<typeof rolloutPlanSchema>;

export const rolloutTargetSchema = Type.Object({
  nodeId: text,
  hostname: text,
  /** From 1. */
  wave: count,
  state: oneOf(targetStates),
  jobId: nullable(uuid),
  checkJobId: nullable(uuid),
  reason: nullable(oneOf(targetReasons)),
  exitCode: nullable(Type.Integer()),
  /** Until when a host that is away is waited for. */
  waitUntil: nullable(instant),
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
});
export type RolloutTarget = Static<typeof rolloutTargetSchema>;

/** The hosts of a wave, by id, and the state of each at the same place. */
const waveStatesSchema = Type.Object({ wave: count, nodeIds: listOf(text), states: listOf(oneOf(targetStates)) });

/** Every host of a rollout with nothing but its state: as short as it can be, as there may be thousands. */
export const hostStatesSchema = Type.Object({ waves: listOf(waveStatesSchema) });
export type HostStates = Static<typeof hostStatesSchema>;

export const outputGroupSchema = Type.Object({
  /** SHA-256 of what the hosts printed, standard output and then standard error. */
  sha256: text,
  count,
  exitCode: nullable(Type.Integer()),
  state: oneOf(targetStates),
  /** The first lines. */
  stdout: text,
  stderr: text,
  stdoutBytes: count,
  stderrBytes: count,
  /** The first of them, by id, each with its job. */
  hosts: listOf(Type.Object({ nodeId: text, jobId: uuid })),
});
export type OutputGroup = Static<typeof outputGroupSchema>;

/** The largest group first. */
export const rolloutOutputsSchema = Type.Object({
  groups: listOf(outputGroupSchema),
  groupCount: count,
  /** Hosts whose job has not ended yet, or of whose output nothing is kept any more. */
  without: count,
});
export type RolloutOutputs = Static<typeof rolloutOutputsSchema>;

/** Event `target` of a rollout's stream: hosts as they have become, and the counts. */
export interface RolloutTargetEvent {
  items: RolloutTarget[];
  counts: RolloutCounts;
}
