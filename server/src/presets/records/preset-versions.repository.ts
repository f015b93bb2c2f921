import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { PresetVersionEntity } from './preset-version.entity.js';

@Injectable()
export class PresetVersionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(preset: string, version: number): Promise<PresetVersionEntity | null> {
    return this.dataSource.manager.findOneBy(PresetVersionEntity, { preset, version });
  }

  async findMany(
    tx: Transaction,
    versions: readonly Pick<PresetVersionEntity, 'preset' | 'version'>[],
  ): Promise<PresetVersionEntity[]> {
    if (versions.length === 0) return [];
    return tx.manager.findBy(
      PresetVersionEntity,
      versions.map(({ preset, version }) => ({ preset, version })),
    );
  }

  /** Newest first, without their sources. */
  async findPage(
    preset: string,
    beforeVersion: number | null,
    count: number,
  ): Promise<Omit<PresetVersionEntity, 'template' | 'functions' | 'description'>[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(PresetVersionEntity, 'version')
      .select([
        'version.preset',
        'version.version',
        'version.sha256',
        'version.message',
        'version.author',
        'version.authorName',
        'version.publishedBy',
        'version.publishedByName',
        'version.publishedAt',
        'version.commit',
      ])
      .where('version.preset = :preset', { preset })
      .orderBy('version.version', 'DESC');
    if (beforeVersion !== null) query.andWhere('version.version < :beforeVersion', { beforeVersion });
    return query.take(count).getMany();
  }

  async count(tx: Transaction, preset: string): Promise<number> {
    return tx.manager.countBy(PresetVersionEntity, { preset });
  }

  async insert(tx: Transaction, versions: readonly PresetVersionEntity[]): Promise<void> {
    if (versions.length > 0) await tx.manager.insert(PresetVersionEntity, [...versions]);
  }
}
