import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@hyprbox/contracts';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import { systemActor } from '../../identity/principal.js';
import type { OpenRollout } from './open-rollout.js';
import { OpenRolloutsRepository } from './open-rollouts.repository.js';
import { RolloutChanges } from './rollout-changes.js';
import { RunningRollouts } from './running-rollouts.js';
import { TargetSync } from './target-sync.js';

/** Takes rollouts a step on: each step is one transaction, and finds by itself how far the one before it came. */
@Injectable()
export class RolloutProgressService {
  constructor(
    private readonly rollouts: OpenRolloutsRepository,
    private readonly sync: TargetSync,
    private readonly running: RunningRollouts,
    private readonly changes: RolloutChanges,
    private readonly work: UnitOfWork,
  ) {}

  async advance(id: string): Promise<void> {
    await this.work.run<Audited | null>(
      (audited) => audited,
      async (tx) => {
        const rollout = await this.rollouts.lock(tx, id);
        if (!rollout || rollout.finishedAt !== null) return null;
        const { state } = rollout;
        if (await this.sync.run(tx, rollout)) tx.publishAfterCommit({ topic: 'rollout', id });
        await this.step(tx, rollout);
        return rollout.state === state ? null : audited(rollout);
      },
    );
  }

  private async step(tx: Transaction, rollout: OpenRollout): Promise<void> {
    switch (rollout.state) {
      case 'AWAITING_APPROVAL':
        return;
      case 'SCHEDULED':
        if (rollout.startAt !== null && rollout.startAt > (await tx.now())) return;
        await this.changes.change(tx, rollout, { state: 'RUNNING', startedAt: await tx.now() });
        return this.run(tx, rollout);
      case 'RUNNING':
        return this.run(tx, rollout);
      case 'PAUSED':
      case 'HALTED':
        await this.changes.hold(tx, rollout);
        return this.changes.endIfOver(tx, rollout);
      case 'ABORTED':
      case 'EXPIRED':
        await this.changes.cancelJobs(tx, rollout);
        return this.changes.endIfOver(tx, rollout);
      case 'SUCCEEDED':
      case 'PARTIAL':
      case 'FAILED':
        throw new Error(`The rollout ${rollout.id} is ${rollout.state}, but has no end.`);
    }
  }

  private async run(tx: Transaction, rollout: OpenRollout): Promise<void> {
    if (await this.sync.settleHosts(tx, rollout)) tx.publishAfterCommit({ topic: 'rollout', id: rollout.id });
    await this.running.run(tx, rollout);
    if (rollout.state === 'RUNNING') await this.changes.endIfOver(tx, rollout);
  }
}

/** What the trail tells of a step that changed the state; null for a start that was planned. */
function audited({ id, state, reason, detail }: OpenRollout): Audited | null {
  const action = actionOf(state);
  if (action === null) return null;
  const outcome = state === 'SUCCEEDED' || state === 'PAUSED' ? 'success' : 'failure';
  return { actor: systemActor, action, target: { type: 'rollout', id }, outcome, details: { state, reason, detail } };
}

function actionOf(state: OpenRollout['state']): AuditAction | null {
  switch (state) {
    case 'PAUSED':
      return 'rollout.pause';
    case 'HALTED':
      return 'rollout.halt';
    case 'SUCCEEDED':
    case 'PARTIAL':
    case 'FAILED':
      return 'rollout.complete';
    case 'AWAITING_APPROVAL':
    case 'SCHEDULED':
    case 'RUNNING':
    case 'ABORTED':
    case 'EXPIRED':
      return null;
  }
}
