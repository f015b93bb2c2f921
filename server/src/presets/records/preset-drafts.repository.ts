import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { PresetDraftEntity } from './preset-draft.entity.js';

@Injectable()
export class PresetDraftsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(preset: string): Promise<PresetDraftEntity | null> {
    return this.dataSource.manager.findOneBy(PresetDraftEntity, { preset });
  }

  async lock(tx: Transaction, preset: string): Promise<PresetDraftEntity | null> {
    return tx.manager.findOne(PresetDraftEntity, { where: { preset }, lock: { mode: 'pessimistic_write' } });
  }

  async save(tx: Transaction, draft: PresetDraftEntity): Promise<void> {
    await tx.manager.save(PresetDraftEntity, { ...draft });
  }

  async remove(tx: Transaction, preset: string): Promise<void> {
    await tx.manager.delete(PresetDraftEntity, { preset });
  }
}
