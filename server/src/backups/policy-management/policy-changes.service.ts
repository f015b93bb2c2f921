import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields } from '@hyprbox/contracts';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { Clock } from '../../time/clock.js';
import { PoliciesService } from '../policies/policies.service.js';
import { RunsService } from '../runs/runs.service.js';
import { TargetsService } from '../targets/targets.service.js';

/** What operators do to policies. The nodes that a policy covers, and when they are due, follow in the same transaction. */
@Injectable()
export class PolicyChangesService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly targets: TargetsService,
    private readonly runs: RunsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the new policy's id */
  async create(actor: Actor, fields: BackupPolicyFields): Promise<string> {
    return this.work.run<string>(
      (id) => ({
        actor,
        action: 'backup.policy.create',
        target: { type: 'backup-policy', id },
        details: { ...fields },
      }),
      async (tx) => {
        const now = this.clock.now();
        const id = await this.policies.create(tx, fields, now);
        await this.targets.refresh(tx, id, now);
        tx.publishAfterCommit({ topic: 'backup-policies' });
        return id;
      },
    );
  }

  async replace(actor: Actor, id: string, fields: BackupPolicyFields): Promise<void> {
    await this.change(actor, id, () => fields);
  }

  async update(actor: Actor, id: string, changes: Partial<BackupPolicyFields>): Promise<void> {
    await this.change(actor, id, (fields) => ({ ...fields, ...changes }));
  }

  /** Its runs and what they proved stay readable, and its repository stays as it is. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<{ name: string; cancelledRuns: number }>(
      (details) => ({
        actor,
        action: 'backup.policy.delete',
        target: { type: 'backup-policy', id },
        details,
      }),
      async (tx) => {
        const now = this.clock.now();
        const { fields } = await this.policies.remove(tx, id, now);
        const cancelledRuns = await this.runs.cancelQueued(tx, id);
        await this.targets.refresh(tx, id, now);
        return { name: fields.name, cancelledRuns };
      },
    );
  }

  private async change(
    actor: Actor,
    id: string,
    changed: (fields: BackupPolicyFields) => BackupPolicyFields,
  ): Promise<void> {
    await this.work.run<Partial<BackupPolicyFields> | null>(
      (changes) =>
        changes && {
          actor,
          action: 'backup.policy.update',
          target: { type: 'backup-policy', id },
          details: { ...changes },
        },
      async (tx) => {
        const now = this.clock.now();
        const changes = await this.policies.change(tx, id, changed, now);
        if (!changes) return null;
        await this.targets.refresh(tx, id, now);
        tx.publishAfterCommit({ topic: 'backup-policies' });
        return changes;
      },
    );
  }
}
