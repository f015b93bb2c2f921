import { Injectable } from '@nestjs/common';
import type { RetryRollout } from '@hyprbox/contracts';
import { ApprovalRequirement } from '../../approvals/approval-requirement.js';
import { OrdersService } from '../../executions/orders.service.js';
import type { Actor, UserPrincipal } from '../../identity/principal.js';
import { digestOf } from '../../selectors/selectors.service.js';
import { budgetHosts } from '../planning/budget-hosts.js';
import { planWaves } from '../planning/wave-plan.js';
import type { RolloutEntity } from '../records/rollout.entity.js';
import { RolloutNotFound } from '../records/rollouts.errors.js';
import { RolloutsRepository } from '../records/rollouts.repository.js';
import { refuseAdHoc } from './ad-hoc-permission.js';
import type { FrozenRollout } from './frozen-rollout.js';
import { RetriesRepository } from './retries.repository.js';
import { NothingToRetry, RolloutNotOver } from './rollout-creation.errors.js';
import { RolloutCreationService } from './rollout-creation.service.js';
import { creationAudited } from './rollout-orders.service.js';

/** Runs a rollout again on the hosts on which it went wrong, by a rollout of their own. */
@Injectable()
export class RolloutRetriesService {
  constructor(
    private readonly rollouts: RolloutsRepository,
    private readonly retries: RetriesRepository,
    private readonly creation: RolloutCreationService,
    private readonly approvals: ApprovalRequirement,
    private readonly orders: OrdersService,
  ) {}

  /**
   * @param key the caller's name for this order: under one name, one rollout is made
   * @returns the new rollout's id
   */
  async retry(user: UserPrincipal, actor: Actor, id: string, request: RetryRollout, key?: string): Promise<string> {
    const retryOf = id;
    return this.orders.carryOut({ userId: user.id, key, request: { retryOf, ...request } }, async () => {
      const frozen = await this.frozenAgain(user, id, request);
      return {
        audited: (newId) => creationAudited(actor, newId, frozen, { retryOf }),
        queue: (tx) => this.creation.insert(tx, frozen, { orderer: user, retryOf }),
      };
    });
  }

  /** The same script and variables, which are not rendered again, on just those hosts. It starts at once. */
  private async frozenAgain(user: UserPrincipal, id: string, { states }: RetryRollout): Promise<FrozenRollout> {
    const rollout = await this.rollouts.find(id);
    if (!rollout) throw new RolloutNotFound();
    refuseAdHoc(user.role, rollout.preset);
    // One that is aborted goes on until what runs has ended.
    if (rollout.finishedAt === null) throw new RolloutNotOver();
    const nodeIds = await this.retries.hosts(id, states);
    if (nodeIds.length === 0) throw new NothingToRetry(states);
    const { preset, gateCheck } = rollout;
    return {
      ...frozenOf(rollout),
      nodeIds,
      targetsDigest: digestOf(nodeIds),
      waves: planWaves(await this.retries.waves(id), nodeIds.length),
      budgetHosts: budgetHosts(rollout.budget, nodeIds.length),
      startAt: null,
      approvalCauses: await this.approvals.causesOf({ preset, checkPreset: gateCheck?.preset, nodeIds }),
      hostsMoreThan: await this.approvals.hostsMoreThan(),
    };
  }
}

type Kept = Omit<
  FrozenRollout,
  'nodeIds' | 'targetsDigest' | 'waves' | 'budgetHosts' | 'startAt' | 'approvalCauses' | 'hostsMoreThan'
>;

function frozenOf(rollout: RolloutEntity): Kept {
  const { name, preset, presetVersion, script, scriptSha256, secretRefs, variables, gateCheck } = rollout;
  const { selector, budget, whenOffline, waitSeconds, timeoutSeconds, gates, windowId, duringMaintenance } = rollout;
  return {
    name,
    preset,
    presetVersion,
    script,
    scriptSha256,
    secretRefs,
    variables,
    gateCheck,
    selector,
    budget,
    whenOffline,
    waitSeconds,
    timeoutSeconds,
    gates,
    windowId,
    duringMaintenance,
  };
}
