import { Injectable } from '@nestjs/common';
import type { BackupPolicy, BackupPolicyFields, Page } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import { decodeCursor, notOfThisList, pageOf } from '../../http/cursor.js';
import type { Actor } from '../../http/principal.js';
import { isUuid } from '../../http/uuid.js';
import { NodesService } from '../../nodes/nodes.service.js';
import { Clock, Ids } from '../../time/clock.js';
import { longestGapMs } from '../schedule/schedule.js';
import { TargetPlanning } from '../targets/target-planning.service.js';
import { HookScripts } from './hook-scripts.js';
import { PolicyNotFoundError } from './policies.errors.js';
import { toPolicy } from './policies.mapper.js';
import { PoliciesRepository, type PolicyLimits, type PolicyRow } from './policies.repository.js';
import { refuseAsWhole } from './policy-fields.js';

/** Policies as operators write them. */
@Injectable()
export class PoliciesService {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly planning: TargetPlanning,
    private readonly hooks: HookScripts,
    private readonly nodes: NodesService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async list(limit: number, cursor?: string): Promise<Page<BackupPolicy>> {
    const now = this.clock.now();
    const rows = await this.repository.page(placeFrom(cursor), limit + 1, now);
    return pageOf(
      rows,
      limit,
      (row) => toPolicy(row, now),
      ({ id, fields }) => [fields.name, id],
    );
  }

  async get(id: string): Promise<BackupPolicy> {
    const now = this.clock.now();
    const row = isUuid(id) ? await this.repository.standing(id, now) : null;
    if (!row) throw new PolicyNotFoundError();
    return toPolicy(row, now);
  }

  async create(actor: Actor, fields: BackupPolicyFields): Promise<BackupPolicy> {
    this.hooks.render(fields);
    const id = this.ids.next();
    const now = this.clock.now();
    await this.work.run(
      { actor, action: 'backup.policy.create', target: { type: 'backup-policy', id }, details: { ...fields } },
      async (tx) => {
        if (fields.nodeId !== null) await this.nodes.hold(tx, fields.nodeId);
        await this.repository.insert(tx, { id, fields, createdAt: now, updatedAt: now }, limitsOf(fields, now));
        await this.planning.refresh(tx, id, now);
        tx.tell({ topic: 'backup-policies' });
      },
    );
    return this.get(id);
  }

  async replace(actor: Actor, id: string, fields: BackupPolicyFields): Promise<BackupPolicy> {
    return this.change(actor, id, () => fields);
  }

  async update(actor: Actor, id: string, changes: Partial<BackupPolicyFields>): Promise<BackupPolicy> {
    return this.change(actor, id, ({ fields }) => ({ ...fields, ...changes }));
  }

  private async change(
    actor: Actor,
    id: string,
    changed: (policy: PolicyRow) => BackupPolicyFields,
  ): Promise<BackupPolicy> {
    if (!isUuid(id)) throw new PolicyNotFoundError();
    await this.work.run<Partial<BackupPolicyFields> | null>(
      (changes) =>
        changes && {
          actor,
          action: 'backup.policy.update',
          target: { type: 'backup-policy', id },
          details: { ...changes },
        },
      async (tx) => {
        const policy = await this.lock(tx, id);
        const fields = changed(policy);
        refuseAsWhole(fields);
        this.hooks.render(fields);
        const changes = differences(policy.fields, fields);
        if (Object.keys(changes).length === 0) return null;
        if (fields.nodeId !== null) await this.nodes.hold(tx, fields.nodeId);
        // Later than before also on a clock that stands still: it is what the targets' times are told apart by.
        const updatedAt = new Date(Math.max(this.clock.now().getTime(), policy.updatedAt.getTime() + 1));
        await this.repository.update(tx, { ...policy, fields, updatedAt }, limitsOf(fields, updatedAt));
        await this.planning.refresh(tx, id, this.clock.now());
        tx.tell({ topic: 'backup-policies' });
        return changes;
      },
    );
    return this.get(id);
  }

  private async lock(tx: Transaction, id: string): Promise<PolicyRow> {
    const policy = await this.repository.lock(tx, id);
    if (!policy) throw new PolicyNotFoundError();
    return policy;
  }

  async find(id: string): Promise<PolicyRow> {
    const policy = isUuid(id) ? await this.repository.find(id) : null;
    if (!policy) throw new PolicyNotFoundError();
    return policy;
  }
}

/** When a backup and a proof count as overdue: as the policy says, or after twice the longest pause of their schedule. */
function limitsOf(fields: BackupPolicyFields, now: Date): PolicyLimits {
  const { schedule, drillSchedule, maxBackupAgeHours, maxProofAgeDays } = fields;
  const twice = (text: string): number => Math.round((2 * longestGapMs(text, now)) / 1000);
  return {
    backupMaxAgeSeconds: maxBackupAgeHours !== null ? maxBackupAgeHours * 3600 : twice(schedule),
    proofMaxAgeSeconds:
      maxProofAgeDays !== null ? maxProofAgeDays * 86_400 : drillSchedule !== null ? twice(drillSchedule) : null,
  };
}

function differences(before: BackupPolicyFields, after: BackupPolicyFields): Partial<BackupPolicyFields> {
  const known: Record<string, unknown> = { ...before };
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => canonical(known[name]) !== canonical(value)),
  );
}

/** The database gives objects back with their keys in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function placeFrom(cursor: string | undefined): { name: string; id: string } | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [name, id] = values;
  if (typeof name === 'string' && !name.includes('\0') && isUuid(id)) return { name, id };
  throw notOfThisList();
}
