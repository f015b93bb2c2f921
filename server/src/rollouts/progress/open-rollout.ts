import type { FindOptionsSelect } from 'typeorm';
import type { RolloutEntity } from '../records/rollout.entity.js';

/** All of a rollout that tells how it goes on: not what it runs. */
export const openColumns = {
  id: true,
  name: true,
  state: true,
  reason: true,
  detail: true,
  targets: true,
  budget: true,
  budgetHosts: true,
  whenOffline: true,
  waitSeconds: true,
  gates: true,
  gateCheck: true,
  windowId: true,
  duringMaintenance: true,
  startAt: true,
  wave: true,
  confirmedWave: true,
  createdBy: true,
  createdByName: true,
  startedAt: true,
  finishedAt: true,
} as const satisfies FindOptionsSelect<RolloutEntity>;

/** A rollout that is not over, with its row locked. */
export type OpenRollout = Pick<RolloutEntity, keyof typeof openColumns>;

/** What may change of it. */
export type RolloutChanges = Partial<
  Pick<
    RolloutEntity,
    | 'state'
    | 'reason'
    | 'detail'
    | 'budget'
    | 'budgetHosts'
    | 'wave'
    | 'confirmedWave'
    | 'startedAt'
    | 'finishedAt'
    | 'finalCounts'
  >
>;
