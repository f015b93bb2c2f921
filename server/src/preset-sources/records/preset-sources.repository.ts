import { Injectable } from '@nestjs/common';
import { uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery } from '../../database/raw-query.js';
import { isUniqueViolation } from '../../database/unique-violation.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { PresetSourceEntity } from './preset-source.entity.js';
import { PresetSourceNameTaken } from './preset-sources.errors.js';

const presetCounts = rawQuery('presetSources.presetCounts', { id: uuid, presets: integer });

@Injectable()
export class PresetSourcesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<PresetSourceEntity | null> {
    return this.dataSource.manager.findOneBy(PresetSourceEntity, { id });
  }

  async findIdByWebhook(webhookSha256: Buffer): Promise<string | null> {
    const where = { webhookSha256 };
    const source = await this.dataSource.manager.findOne(PresetSourceEntity, { select: { id: true }, where });
    return source?.id ?? null;
  }

  /** By name. */
  async findPage(afterName: string, count: number): Promise<PresetSourceEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(PresetSourceEntity, 'source');
    query.where('source.name > :afterName', { afterName }).orderBy('source.name', 'ASC');
    return query.take(count).getMany();
  }

  /** How many presets each brings that can be run. */
  async presetCounts(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await presetCounts.rows(
      this.dataSource.manager,
      `SELECT source_id AS id, count(*)::integer AS presets FROM presets
       WHERE source_id = ANY($1) AND version > 0 AND retired_at IS NULL GROUP BY source_id`,
      [[...ids]],
    );
    return new Map(rows.map(({ id, presets }) => [id, presets]));
  }

  async allIds(): Promise<string[]> {
    const sources = await this.dataSource.manager.find(PresetSourceEntity, { select: { id: true } });
    return sources.map(({ id }) => id);
  }

  async lock(tx: Transaction, id: string): Promise<PresetSourceEntity | null> {
    return tx.manager.findOne(PresetSourceEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async count(tx: Transaction): Promise<number> {
    return tx.manager.count(PresetSourceEntity);
  }

  async insert(tx: Transaction, source: PresetSourceEntity): Promise<void> {
    await refusingTakenName(source, () => tx.manager.insert(PresetSourceEntity, { ...source }));
  }

  async update(tx: Transaction, { id }: Pick<PresetSourceEntity, 'id'>, source: Partial<PresetSourceEntity>) {
    await refusingTakenName(source, () => tx.manager.update(PresetSourceEntity, { id }, { ...source }));
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.manager.delete(PresetSourceEntity, { id });
  }
}

async function refusingTakenName(
  { name = '' }: Partial<PresetSourceEntity>,
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isUniqueViolation(error, 'preset_sources_name_key') ? new PresetSourceNameTaken(name) : error;
  }
}
