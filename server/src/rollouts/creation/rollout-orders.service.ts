import { Injectable } from '@nestjs/common';
import type { CreateRollout, Rollout, RolloutPlan } from '@hyprbox/contracts';
import type { Audited } from '../../database/audit-writer.js';
import { OrdersService } from '../../executions/orders.service.js';
import type { Actor, UserPrincipal } from '../../identity/principal.js';
import { RolloutsService } from '../reading/rollouts.service.js';
import { refuseAdHoc } from './ad-hoc-permission.js';
import type { FrozenRollout } from './frozen-rollout.js';
import { RolloutCreationService, type RolloutOrigin } from './rollout-creation.service.js';
import { withDefaults } from './rollout-defaults.js';
import { RolloutPlansService } from './rollout-plans.service.js';

/** What an order for a rollout is answered with: what was made (201), or only what would be (200). */
export type OrderAnswer = { status: 201; body: Rollout } | { status: 200; body: RolloutPlan };

/** Where people order rollouts. */
@Injectable()
export class RolloutOrdersService {
  constructor(
    private readonly plans: RolloutPlansService,
    private readonly creation: RolloutCreationService,
    private readonly rollouts: RolloutsService,
    private readonly orders: OrdersService,
  ) {}

  /**
   * Makes a rollout, or only says what it would be.
   *
   * @param key the caller's name for this order: under one name, one rollout is made
   */
  async order(user: UserPrincipal, actor: Actor, request: CreateRollout, key?: string): Promise<OrderAnswer> {
    refuseAdHoc(user.role, request.preset);
    const { dryRun, ...rollout } = request;
    if (dryRun) return { status: 200, body: await this.plans.plan(user, rollout) };
    const id = await this.orders.carryOut(
      { userId: user.id, key, request: { rollout: withDefaults(rollout) } },
      async () => {
        const frozen = await this.creation.freeze(rollout);
        return {
          audited: (id) => creationAudited(actor, id, frozen),
          queue: (tx) => this.creation.insert(tx, frozen, { orderer: user }),
        };
      },
    );
    return { status: 201, body: await this.rollouts.get(id) };
  }
}

/** What the audit trail tells of a rollout that a person has made. */
export function creationAudited(
  actor: Actor,
  id: string,
  frozen: FrozenRollout,
  { retryOf }: Pick<RolloutOrigin, 'retryOf'> = {},
): Audited {
  const { name, preset, presetVersion, scriptSha256, targetsDigest, nodeIds, budget, windowId, startAt } = frozen;
  const details = {
    name,
    preset,
    presetVersion,
    scriptSha256,
    targets: nodeIds.length,
    targetsDigest,
    waves: frozen.waves.length,
    budget,
    ...(windowId !== null && { windowId }),
    ...(startAt !== null && { startAt: startAt.toISOString() }),
    ...(retryOf !== undefined && { retryOf }),
  };
  return { actor, action: 'rollout.create', target: { type: 'rollout', id }, details };
}
