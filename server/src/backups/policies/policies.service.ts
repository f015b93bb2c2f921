import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields } from '@hyprbox/contracts';
import { isUuid } from '../../common/uuid.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Ids } from '../../time/clock.js';
import { HookScripts } from './hook-scripts.js';
import { PolicyNotFoundError } from './policies.errors.js';
import { PoliciesRepository, type PolicyRow } from './policies.repository.js';
import { differences } from './policy-differences.js';
import { refuseAsWhole } from './policy-fields.js';
import { limitsOf } from './policy-limits.js';

/** Policies as they are stored. What else a change of one brings about is up to the caller. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly hooks: HookScripts,
    private readonly nodes: NodesService,
    private readonly ids: Ids,
  ) {}

  async find(id: string): Promise<PolicyRow> {
    const policy = isUuid(id) ? await this.repository.find(id) : null;
    if (!policy) throw new PolicyNotFoundError();
    return policy;
  }

  /** Those of the policies that are there, in no order. */
  async findMany(tx: Transaction, ids: readonly string[]): Promise<PolicyRow[]> {
    return this.repository.findMany(tx, ids);
  }

  /** @returns the new policy's id */
  async create(tx: Transaction, fields: BackupPolicyFields, now: Date): Promise<string> {
    await this.hooks.check(fields, null, tx);
    await this.hooks.refuseUnapproved(fields, null);
    const id = this.ids.next();
    if (fields.nodeId !== null) await this.nodes.lockShared(tx, fields.nodeId);
    await this.repository.insert(tx, { id, fields, createdAt: now, updatedAt: now }, limitsOf(fields, now));
    return id;
  }

  /** @returns the fields that changed, as they are now; null when there are none, and then nothing is written */
  async change(
    tx: Transaction,
    id: string,
    changed: (fields: BackupPolicyFields) => BackupPolicyFields,
    now: Date,
  ): Promise<Partial<BackupPolicyFields> | null> {
    const policy = await this.lock(tx, id);
    const fields = changed(policy.fields);
    refuseAsWhole(fields);
    await this.hooks.check(fields, policy.fields, tx);
    await this.hooks.refuseUnapproved(fields, policy.fields);
    const changes = differences(policy.fields, fields);
    if (Object.keys(changes).length === 0) return null;
    if (fields.nodeId !== null) await this.nodes.lockShared(tx, fields.nodeId);
    // Later than before also on a clock that stands still: it is what the targets' times are told apart by.
    const updatedAt = new Date(Math.max(now.getTime(), policy.updatedAt.getTime() + 1));
    await this.repository.update(tx, { ...policy, fields, updatedAt }, limitsOf(fields, updatedAt));
    return changes;
  }

  /** Its runs stay, and with them what they proved. @returns the policy as it was */
  async remove(tx: Transaction, id: string, now: Date): Promise<PolicyRow> {
    const policy = await this.lock(tx, id);
    await this.repository.delete(tx, id, now);
    return policy;
  }

  private async lock(tx: Transaction, id: string): Promise<PolicyRow> {
    const policy = isUuid(id) ? await this.repository.lock(tx, id) : null;
    if (!policy) throw new PolicyNotFoundError();
    return policy;
  }
}
