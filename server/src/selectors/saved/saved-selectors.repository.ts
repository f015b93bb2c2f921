import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { SavedSelectorEntity } from './saved-selector.entity.js';

@Injectable()
export class SavedSelectorsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By name. */
  async findPage(afterName: string | null, count: number): Promise<SavedSelectorEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(SavedSelectorEntity, 'saved').orderBy('saved.name', 'ASC');
    if (afterName !== null) query.where('saved.name > :afterName', { afterName });
    return query.take(count).getMany();
  }

  /** How many there are of other names. Until the end of the transaction nobody else saves one. */
  async lockAndCountOthers(tx: Transaction, name: string): Promise<number> {
    await tx.manager.query('LOCK TABLE saved_selectors IN SHARE ROW EXCLUSIVE MODE');
    return tx.manager
      .createQueryBuilder(SavedSelectorEntity, 'saved')
      .where('saved.name <> :name', { name })
      .getCount();
  }

  async save(tx: Transaction, saved: SavedSelectorEntity): Promise<void> {
    await tx.manager.upsert(SavedSelectorEntity, saved, ['name']);
  }

  /** @returns whether it was there */
  async remove(tx: Transaction, name: string): Promise<boolean> {
    const { affected } = await tx.manager.delete(SavedSelectorEntity, { name });
    return affected === 1;
  }
}
