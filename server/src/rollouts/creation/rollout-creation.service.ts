import { Injectable } from '@nestjs/common';
import { rolloutLimits, type ApprovalCause, type CreateRollout, type RolloutState } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { UserPrincipal } from '../../identity/principal.js';
import { PresetsService } from '../../presets/presets.service.js';
import { Ids } from '../../time/clock.js';
import { RolloutsRepository } from '../records/rollouts.repository.js';
import type { FrozenRollout } from './frozen-rollout.js';
import { RolloutApprovals, startOf } from './rollout-approvals.js';
import { NoHostsSelected, TooManyRollouts } from './rollout-creation.errors.js';
import { RolloutFreezing } from './rollout-freezing.js';

/** For whom and from what a rollout is made. */
export interface RolloutOrigin {
  orderer: Pick<UserPrincipal, 'id' | 'name'>;
  /** The rollout whose hosts it runs on again. */
  retryOf?: string;
  scheduleId?: string;
}

export interface NewRollout extends RolloutOrigin {
  request: CreateRollout;
}

/** Where rollouts begin. */
@Injectable()
export class RolloutCreationService {
  constructor(
    private readonly freezing: RolloutFreezing,
    private readonly rollouts: RolloutsRepository,
    private readonly approvals: RolloutApprovals,
    private readonly presets: PresetsService,
    private readonly ids: Ids,
  ) {}

  /**
   * Makes a rollout of what is asked for, in the caller's transaction, which records it.
   *
   * @returns its id
   * @throws NoHostsSelected
   * @throws DomainError for what {@link RolloutFreezing.freeze} refuses
   */
  async create(tx: Transaction, { request, ...origin }: NewRollout): Promise<string> {
    return this.insert(tx, await this.freeze(request), origin);
  }

  /** As {@link RolloutFreezing.freeze}. */
  async freeze(request: CreateRollout): Promise<FrozenRollout> {
    return this.freezing.freeze(request);
  }

  /**
   * Makes a rollout of what is frozen already.
   *
   * @returns its id
   * @throws PresetRetired where what it runs, or checks with, was retired since it was frozen
   */
  async insert(tx: Transaction, frozen: FrozenRollout, origin: RolloutOrigin): Promise<string> {
    const { nodeIds, waves, approvalCauses, hostsMoreThan, ...kept } = frozen;
    if (nodeIds.length === 0) throw new NoHostsSelected();
    const presets = [frozen.preset, frozen.gateCheck?.preset].filter((each) => typeof each === 'string');
    await this.presets.refuseRetired(tx, presets);
    if ((await this.rollouts.countOpen(tx)) >= rolloutLimits.open) throw new TooManyRollouts();
    const start = startOf(frozen, origin.orderer.id);
    const causes = await this.approvals.lockedCauses(tx, { approvalCauses, hostsMoreThan }, start);
    const id = this.ids.next();
    const createdAt = await tx.now();
    const state = firstState(causes, frozen.startAt, createdAt);
    await this.rollouts.insert(tx, {
      ...kept,
      id,
      state,
      reason: null,
      detail: null,
      targets: nodeIds.length,
      wave: 0,
      confirmedWave: 0,
      retryOf: origin.retryOf ?? null,
      scheduleId: origin.scheduleId ?? null,
      approvalId: null,
      createdBy: origin.orderer.id,
      createdByName: origin.orderer.name,
      createdAt,
      startedAt: state === 'RUNNING' ? createdAt : null,
      finishedAt: null,
      finalCounts: null,
    });
    await this.rollouts.insertWaves(tx, id, waves);
    await this.rollouts.insertTargets(tx, id, nodeIds);
    if (state === 'AWAITING_APPROVAL') {
      const approvalId = await this.approvals.request(tx, { rolloutId: id, causes, orderer: origin.orderer });
      await this.rollouts.setApproval(tx, id, approvalId);
    }
    tx.publishAfterCommit({ topic: 'rollout', id });
    return id;
  }
}

function firstState(causes: readonly ApprovalCause[], startAt: Date | null, now: Date): RolloutState {
  if (causes.length > 0) return 'AWAITING_APPROVAL';
  return startAt !== null && startAt > now ? 'SCHEDULED' : 'RUNNING';
}
