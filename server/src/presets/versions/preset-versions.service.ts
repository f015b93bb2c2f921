import { Injectable } from '@nestjs/common';
import type { Page, PresetDiff, PresetVersion, PresetVersionSummary } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../../common/cursor.js';
import type { PageQuery } from '../../http/page-query.dto.js';
import { PresetDraftNotFound, PresetNotFound, PresetVersionNotFound } from '../presets.errors.js';
import { PresetDraftsRepository } from '../records/preset-drafts.repository.js';
import { PresetVersionsRepository } from '../records/preset-versions.repository.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { nothing, versionDiff, type Comparable } from '../version-diff.js';
import { toVersion, toVersionSummary } from './preset-versions.mapper.js';

/** PostgreSQL's `integer`. */
const largestVersion = 2 ** 31 - 1;
/** A version has one address: JavaScript takes 0x1 and 1.0 for numbers too. */
const writtenVersion = /^[1-9]\d*$/;

/** What a preset was: each version as it was published. */
@Injectable()
export class PresetVersionsService {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly versions: PresetVersionsRepository,
    private readonly drafts: PresetDraftsRepository,
  ) {}

  /** Newest first, without their sources. */
  async list(name: string, { limit, cursor }: PageQuery): Promise<Page<PresetVersionSummary>> {
    const [before] = decodeCursor(cursor, 1) ?? [null];
    if (before !== null && !isVersion(before)) throw notOfThisList();
    const preset = await this.find(name);
    const rows = await this.versions.findPage(name, before, limit + 1);
    return pageOf(
      rows,
      limit,
      (version) => toVersionSummary(version, preset.version),
      ({ version }) => [version],
    );
  }

  /**
   * @throws PresetNotFound
   * @throws PresetVersionNotFound
   */
  async get(name: string, number: string): Promise<PresetVersion> {
    const preset = await this.find(name);
    const isWritten = writtenVersion.test(number) && isVersion(Number(number));
    const version = isWritten ? await this.versions.find(name, Number(number)) : null;
    if (!version) throw new PresetVersionNotFound();
    return toVersion(version, preset.version);
  }

  /**
   * @param from the number of a version, 0 for what there was before the first, or `draft`; `to` likewise
   * @throws PresetNotFound
   * @throws PresetVersionNotFound
   * @throws PresetDraftNotFound
   */
  async diff(name: string, from: string, to: string): Promise<PresetDiff> {
    await this.find(name);
    const [before, after] = [await this.side(name, from), await this.side(name, to)];
    // The functions of a draft are only settled when it is published.
    const { diff, sha256: diffSha256 } = versionDiff(
      name,
      { ...before, functions: before.functions ?? after.functions ?? [] },
      { ...after, functions: after.functions ?? before.functions ?? [] },
    );
    return { from, to, diff, diffSha256 };
  }

  private async side(
    name: string,
    which: string,
  ): Promise<Pick<Comparable, 'template'> & { functions: Comparable['functions'] | null }> {
    if (which === '0') return nothing;
    if (which !== 'draft') return this.get(name, which);
    const draft = await this.drafts.find(name);
    if (!draft) throw new PresetDraftNotFound();
    return { template: draft.source, functions: null };
  }

  private async find(name: string): Promise<PresetEntity> {
    const found = await this.presets.find(name);
    if (!found) throw new PresetNotFound();
    return found.preset;
  }
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= largestVersion;
}
