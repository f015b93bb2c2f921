import { Injectable } from '@nestjs/common';
import { presetNamePattern, type PresetOrigin, type PresetState } from '@hyprbox/contracts';
import { text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, In, IsNull, MoreThan, Not, type QueryDeepPartialEntity } from 'typeorm';
import { integer, rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { PresetDraftEntity } from './preset-draft.entity.js';
import { PresetEntity } from './preset.entity.js';
import { PresetVersionEntity } from './preset-version.entity.js';

const sourceNames = rawQuery('presets.sourceNames', { id: uuid, name: text });
const unpublished = rawQuery('presets.unpublished', { all: integer, ofAuthor: integer });

export interface PresetFilter {
  state: PresetState | 'ANY';
  origin?: PresetOrigin;
}

/** A preset, whether it has a draft, and the name of the repository that brings it. */
export interface PresetRow {
  preset: PresetEntity;
  hasDraft: boolean;
  sourceName: string | null;
}

const stateConditions: Readonly<Record<PresetState, string>> = {
  PUBLISHED: 'preset.version > 0 AND preset.retired_at IS NULL',
  UNPUBLISHED: 'preset.version = 0',
  RETIRED: 'preset.version > 0 AND preset.retired_at IS NOT NULL',
};

/** What else is asked for may be what PostgreSQL's text can't hold. */
const isName = (name: string): boolean => presetNamePattern.test(name);

@Injectable()
export class PresetsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(name: string): Promise<PresetRow | null> {
    if (!isName(name)) return null;
    const [row] = await this.rows((query) => query.where('preset.name = :name', { name }));
    return row ?? null;
  }

  /** Of the repositories that bring these presets, or brought them last, by the repositories' ids. */
  async sourceNames(presets: readonly PresetEntity[], tx?: Transaction): Promise<ReadonlyMap<string, string>> {
    const ids = new Set(presets.flatMap(({ sourceId }) => sourceId ?? []));
    if (ids.size === 0) return new Map();
    const manager = tx?.manager ?? this.dataSource.manager;
    const rows = await sourceNames.rows(manager, 'SELECT id, name FROM preset_sources WHERE id = ANY($1)', [[...ids]]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** By name. */
  async findPage({ state, origin }: PresetFilter, afterName: string, count: number): Promise<PresetRow[]> {
    return this.rows((query) => {
      query.where('preset.name > :afterName', { afterName }).orderBy('preset.name', 'ASC').limit(count);
      if (state !== 'ANY') query.andWhere(stateConditions[state]);
      if (origin !== undefined) query.andWhere('preset.origin = :origin', { origin });
      return query;
    });
  }

  /** The preset and its current version, or the one of that number; in a transaction where one is given. */
  async findVersion(
    name: string,
    { version, tx }: { version?: number; tx?: Transaction | undefined } = {},
  ): Promise<{ preset: PresetEntity; version: PresetVersionEntity } | null> {
    if (!isName(name)) return null;
    const manager = tx?.manager ?? this.dataSource.manager;
    const preset = await manager.findOneBy(PresetEntity, { name });
    if (!preset) return null;
    const found = await manager.findOneBy(PresetVersionEntity, {
      preset: name,
      version: version ?? preset.version,
    });
    return found && { preset, version: found };
  }

  /** Those of these names, and all of these origins. */
  async findForFiles(
    names: readonly string[],
    origins: readonly PresetOrigin[],
    tx?: Transaction,
  ): Promise<PresetEntity[]> {
    const manager = tx?.manager ?? this.dataSource.manager;
    return manager.findBy(PresetEntity, [{ name: In([...names]) }, { origin: In([...origins]) }]);
  }

  /** Those of these names that nothing new is started with. */
  async findRetired(tx: Transaction, names: readonly string[]): Promise<PresetEntity[]> {
    if (names.length === 0) return [];
    return tx.manager.findBy(PresetEntity, { name: In([...names]), retiredAt: Not(IsNull()) });
  }

  /** As {@link findRetired}, by name alone and outside of a transaction. */
  async retiredNames(names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return [];
    const where = { name: In([...names]), retiredAt: Not(IsNull()) };
    const presets = await this.dataSource.manager.find(PresetEntity, { select: { name: true }, where });
    return presets.map(({ name }) => name);
  }

  /** How many can be run. */
  async countOfOrigin(origin: PresetOrigin): Promise<number> {
    return this.dataSource.manager.countBy(PresetEntity, { origin, retiredAt: IsNull() });
  }

  /** The names of those that can be run. */
  async namesInUse(of: { origin: PresetOrigin } | { sourceId: string }): Promise<string[]> {
    const where = { ...of, version: MoreThan(0), retiredAt: IsNull() };
    const presets = await this.dataSource.manager.find(PresetEntity, { select: { name: true }, where });
    return presets.map(({ name }) => name);
  }

  /** Until the end of the transaction nobody else changes any, or brings a new one. Taken before any other lock on them. */
  async lockAll(tx: Transaction): Promise<void> {
    await tx.manager.query('LOCK TABLE presets IN EXCLUSIVE MODE');
  }

  async lock(tx: Transaction, name: string): Promise<PresetEntity | null> {
    return tx.manager.findOne(PresetEntity, { where: { name }, lock: { mode: 'pessimistic_write' } });
  }

  /** In the order of their names, so that two who lock some of the same wait for each other in one order. */
  async lockMany(tx: Transaction, names: readonly string[]): Promise<PresetEntity[]> {
    return tx.manager.find(PresetEntity, {
      where: { name: In([...names]) },
      order: { name: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async lockOfSource(tx: Transaction, sourceId: string): Promise<PresetEntity[]> {
    return tx.manager.find(PresetEntity, {
      where: { sourceId },
      order: { name: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** All of a source, and those of these names. Those that nobody else may change meanwhile, under {@link lockAll}. */
  async findForSource(tx: Transaction, sourceId: string, names: readonly string[]): Promise<PresetEntity[]> {
    return tx.manager.findBy(PresetEntity, [{ sourceId }, { name: In([...names]) }]);
  }

  /** Of those of these names that have a version: the SHA-256 of the current one. */
  async currentHashes(names: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const select = { name: true, sha256: true };
    const presets = await this.dataSource.manager.find(PresetEntity, { select, where: { name: In([...names]) } });
    return new Map(presets.map(({ name, sha256 }) => [name, sha256]));
  }

  async lockOfOrigin(tx: Transaction, origin: PresetOrigin): Promise<PresetEntity[]> {
    return tx.manager.find(PresetEntity, {
      where: { origin },
      order: { name: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async count(tx: Transaction): Promise<number> {
    return tx.manager.count(PresetEntity);
  }

  async countPublished(tx: Transaction): Promise<number> {
    return tx.manager.countBy(PresetEntity, { version: MoreThan(0) });
  }

  /** Those that have nothing but a draft: in all, and of this author. */
  async countUnpublished(tx: Transaction, author: string | null): Promise<{ all: number; ofAuthor: number }> {
    const [row] = await unpublished.rows(
      tx.manager,
      `SELECT count(*)::integer AS "all", (count(*) FILTER (WHERE draft.author = $1))::integer AS "ofAuthor"
       FROM presets preset JOIN preset_drafts draft ON draft.preset = preset.name WHERE preset.version = 0`,
      [author],
    );
    return row ?? { all: 0, ofAuthor: 0 };
  }

  /** False where somebody else has made one of that name meanwhile. */
  async insert(tx: Transaction, preset: PresetEntity): Promise<boolean> {
    const { raw } = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(PresetEntity)
      .values({ ...preset })
      .orIgnore()
      .returning('name')
      .execute();
    return Array.isArray(raw) && raw.length > 0;
  }

  /** In one statement, those that are new too. */
  async save(tx: Transaction, presets: readonly PresetEntity[]): Promise<void> {
    if (presets.length === 0) return;
    // TypeORM's type of a partial entity takes no description with a list in it.
    const values = presets.map((preset) => ({ ...preset })) as QueryDeepPartialEntity<PresetEntity>[];
    await tx.manager.upsert(PresetEntity, values, ['name']);
  }

  /** Only one that never had a version. */
  async removeUnpublished(tx: Transaction, name: string): Promise<void> {
    await tx.manager.delete(PresetEntity, { name, version: 0 });
  }

  private async rows(
    narrow: (query: ReturnType<PresetsRepository['base']>) => ReturnType<PresetsRepository['base']>,
  ): Promise<PresetRow[]> {
    const { entities, raw } = await narrow(this.base()).getRawAndEntities<{
      draft_preset: string | null;
      source_name: string | null;
    }>();
    return entities.map((preset, index) => ({
      preset,
      hasDraft: typeof raw[index]?.draft_preset === 'string',
      sourceName: raw[index]?.source_name ?? null,
    }));
  }

  private base() {
    return this.dataSource.manager
      .createQueryBuilder(PresetEntity, 'preset')
      .leftJoin(PresetDraftEntity, 'draft', 'draft.preset = preset.name')
      .leftJoin('preset_sources', 'source', 'source.id = preset.source_id')
      .addSelect('draft.preset', 'draft_preset')
      .addSelect('source.name', 'source_name');
  }
}
