import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { AlertRuleEntity } from './alert-rule.entity.js';

@Injectable()
export class AlertRulesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<AlertRuleEntity | null> {
    return this.dataSource.manager.findOneBy(AlertRuleEntity, { id });
  }

  /** By name. */
  async findPage(afterName: string | null, count: number): Promise<AlertRuleEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(AlertRuleEntity, 'rule').orderBy('rule.name', 'ASC');
    if (afterName !== null) query.where('rule.name > :afterName', { afterName });
    return query.take(count).getMany();
  }

  /** Those that run the preset where they fire, by name. */
  async findUsing(presets: readonly string[], count: number): Promise<AlertRuleEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(AlertRuleEntity, 'rule')
      .where(`rule.remediation ->> 'preset' = ANY(:presets::text[])`, { presets })
      .orderBy('rule.name', 'ASC')
      .take(count)
      .getMany();
  }

  /** Those that are enabled, as the transaction sees them. */
  async findEnabled(tx: Transaction): Promise<AlertRuleEntity[]> {
    return tx.manager.find(AlertRuleEntity, { where: { enabled: true }, order: { id: 'ASC' } });
  }

  async count(tx: Transaction): Promise<number> {
    return tx.manager.count(AlertRuleEntity);
  }

  async lock(tx: Transaction, id: string): Promise<AlertRuleEntity | null> {
    return tx.manager.findOne(AlertRuleEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async lockOfBeat(tx: Transaction, beatId: string): Promise<AlertRuleEntity[]> {
    return tx.manager
      .createQueryBuilder(AlertRuleEntity, 'rule')
      .where(`rule.kind = 'BEAT' AND rule.condition ->> 'beatId' = :beatId`, { beatId })
      .setLock('pessimistic_write')
      .getMany();
  }

  async save(tx: Transaction, rule: AlertRuleEntity): Promise<void> {
    await tx.manager.save(AlertRuleEntity, rule);
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(AlertRuleEntity, { id });
  }
}
