import { Injectable } from '@nestjs/common';
import type { BackupPolicyFields } from '@hyprbox/contracts';
import { DataSource, In, IsNull } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { BackupPolicyEntity } from './backup-policy.entity.js';

export interface PolicyRow {
  id: string;
  fields: BackupPolicyFields;
  createdAt: Date;
  updatedAt: Date;
}

export type PolicyLimits = Pick<BackupPolicyEntity, 'backupMaxAgeSeconds' | 'proofMaxAgeSeconds'>;

/** What makes a row of a policy. */
export type StoredPolicy = Omit<BackupPolicyEntity, keyof PolicyLimits | 'deletedAt'>;

@Injectable()
export class PoliciesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, { id, fields, createdAt, updatedAt }: PolicyRow, limits: PolicyLimits): Promise<void> {
    const policy = { id, ...columnsOf(fields), ...limits, createdAt, updatedAt };
    await tx.manager.insert(BackupPolicyEntity, policy);
  }

  async update(tx: Transaction, { id, fields, updatedAt }: PolicyRow, limits: PolicyLimits): Promise<void> {
    await tx.manager.update(BackupPolicyEntity, { id }, { ...columnsOf(fields), ...limits, updatedAt });
  }

  /** Locks the policy; rows that refer to it may still be written. */
  async lock(tx: Transaction, id: string): Promise<PolicyRow | null> {
    const row = await tx.manager.findOne(BackupPolicyEntity, {
      where: { id, deletedAt: IsNull() },
      lock: { mode: 'for_no_key_update' },
    });
    return row && toRow(row);
  }

  /** The policy's runs stay, and with them what they proved. */
  async delete(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.manager.update(BackupPolicyEntity, { id }, { deletedAt: at, enabled: false });
  }

  async find(id: string): Promise<PolicyRow | null> {
    const row = await this.dataSource.manager.findOneBy(BackupPolicyEntity, { id, deletedAt: IsNull() });
    return row && toRow(row);
  }

  /** Those that have the preset as a hook, by name. */
  async findUsing(presets: readonly string[], count: number): Promise<PolicyRow[]> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(BackupPolicyEntity, 'policy')
      .where(
        `policy.deleted_at IS NULL AND ARRAY[policy.definition #>> '{preHook,preset}',
           policy.definition #>> '{postHook,preset}', policy.definition #>> '{drillVerify,preset}'] && :presets::text[]`,
        { presets },
      )
      .orderBy('policy.name', 'ASC')
      .take(count)
      .getMany();
    return rows.map(toRow);
  }

  /** Those of the policies that are there, in no order. */
  async findMany(tx: Transaction, ids: readonly string[]): Promise<PolicyRow[]> {
    if (ids.length === 0) return [];
    const rows = await tx.manager.findBy(BackupPolicyEntity, { id: In([...ids]), deletedAt: IsNull() });
    return rows.map(toRow);
  }
}

export function toRow({ id, name, nodeId, tag, enabled, definition, createdAt, updatedAt }: StoredPolicy): PolicyRow {
  return { id, fields: { name, nodeId, tag, enabled, ...definition }, createdAt, updatedAt };
}

function columnsOf({ name, nodeId, tag, enabled, ...definition }: BackupPolicyFields): {
  [Column in 'name' | 'nodeId' | 'tag' | 'enabled' | 'definition']: BackupPolicyEntity[Column];
} {
  return { name, nodeId, tag, enabled, definition };
}
