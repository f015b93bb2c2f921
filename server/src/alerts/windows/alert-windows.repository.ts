import { Injectable } from '@nestjs/common';
import { text } from '@hyprbox/contracts/schemas';
import { DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import { AlertWindowEntity } from './alert-window.entity.js';

const nodesUnder = rawQuery('alertWindows.nodesUnder', { id: text });

/** Of those that are once: whether they are over is in the row. */
const notOver = (now: Date) => [{ to: IsNull() }, { to: MoreThan(now) }];

@Injectable()
export class AlertWindowsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<AlertWindowEntity | null> {
    return this.dataSource.manager.findOneBy(AlertWindowEntity, { id });
  }

  /** Newest first. */
  async findPage(beforeId: string | null, count: number): Promise<AlertWindowEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(AlertWindowEntity, 'window').orderBy('window.id', 'DESC');
    if (beforeId !== null) query.where('window.id < :beforeId', { beforeId });
    return query.take(count).getMany();
  }

  /** Those that are open or open again, oldest first. */
  async findNotOver(now: Date, manager: EntityManager = this.dataSource.manager): Promise<AlertWindowEntity[]> {
    return manager.find(AlertWindowEntity, { where: notOver(now), order: { id: 'ASC' } });
  }

  async countNotOver(tx: Transaction, now: Date): Promise<number> {
    return tx.manager.count(AlertWindowEntity, { where: notOver(now) });
  }

  /** Those of the nodes that one of the windows is for. */
  async nodesUnder(windows: readonly AlertWindowEntity[], nodeIds: readonly string[]): Promise<string[]> {
    const parameters: unknown[] = [nodeIds];
    const any = windows.map(({ selector }) => selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n'));
    const rows = await nodesUnder.rows(
      this.dataSource,
      `SELECT n.id FROM nodes n WHERE n.id = ANY($1::text[]) AND (${any.join(' OR ')})`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  async lock(tx: Transaction, id: string): Promise<AlertWindowEntity | null> {
    return tx.manager.findOne(AlertWindowEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async insert(tx: Transaction, window: AlertWindowEntity): Promise<void> {
    await tx.manager.insert(AlertWindowEntity, { ...window });
  }

  async update(tx: Transaction, { id, ...columns }: AlertWindowEntity): Promise<void> {
    await tx.manager.update(AlertWindowEntity, { id }, columns);
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(AlertWindowEntity, { id });
  }
}
