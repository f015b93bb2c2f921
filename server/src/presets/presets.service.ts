import { Injectable } from '@nestjs/common';
import type { CurrentPreset, Page, Preset, PresetSummary } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../common/cursor.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { PresetsQuery } from './presets.dto.js';
import { PresetNotFound, PresetRetired } from './presets.errors.js';
import { toCurrentPreset, toPreset, toPresetSummary } from './presets.mapper.js';
import { PresetVersionsRepository } from './records/preset-versions.repository.js';
import type { PresetEntity } from './records/preset.entity.js';
import { PresetsRepository } from './records/presets.repository.js';
import { renderChecked } from './render-checked.js';
import type { RenderedScript } from './render.js';
import { bodyOf } from './version-body.js';

/** Presets as the database has them at the moment: what one replica publishes, all of them run. */
@Injectable()
export class PresetsService {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly versions: PresetVersionsRepository,
  ) {}

  /** By name. */
  async list({ limit, cursor, state = 'PUBLISHED', origin }: PresetsQuery): Promise<Page<PresetSummary>> {
    const [after] = decodeCursor(cursor, 1) ?? [''];
    if (typeof after !== 'string') throw notOfThisList();
    const rows = await this.presets.findPage({ state, ...(origin && { origin }) }, after, limit + 1);
    return pageOf(rows, limit, toPresetSummary, ({ preset }) => [preset.name]);
  }

  /**
   * Also one that is retired, or has no version yet.
   *
   * @throws PresetNotFound
   */
  async get(name: string): Promise<Preset> {
    const row = await this.presets.find(name);
    if (!row) throw new PresetNotFound();
    return toPreset(row, await this.versions.find(name, row.preset.version));
  }

  /** Which version of it is current, and whether it may be run; null where there is no such preset. */
  async current(name: string): Promise<CurrentPreset | null> {
    const row = await this.presets.find(name);
    return row && toCurrentPreset(row);
  }

  /** Those of these names that nothing new is started with. */
  async retiredAmong(names: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.presets.retiredNames(names));
  }

  /**
   * The script that a job would run, of the current version.
   *
   * @param tx of the caller, who must not wait for a second connection while it has one
   * @throws PresetNotFound also where it has no version yet
   * @throws PresetRetired
   * @throws InvalidVariables naming each variable that is missing, unknown or invalid, or a script that gets too long
   */
  async render(name: string, variables: Readonly<Record<string, unknown>>, tx?: Transaction): Promise<RenderedScript> {
    const found = await this.presets.findVersion(name, { tx });
    if (!found) throw new PresetNotFound();
    const { preset, version } = found;
    if (preset.retiredAt !== null) throw await this.retired(preset, tx);
    const { template, functions, description } = version;
    return renderChecked(
      {
        name,
        version: version.version,
        variables: description.variables,
        functions,
        body: bodyOf(template),
      },
      variables,
    );
  }

  /** Which of these nothing new is started with. */
  async retiredOf(tx: Transaction, names: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.presets.findRetired(tx, names)).map(({ name }) => name));
  }

  /**
   * For what is made again of a script that is frozen already.
   *
   * @throws PresetRetired
   */
  async refuseRetired(tx: Transaction, names: readonly string[]): Promise<void> {
    const [retired] = await this.presets.findRetired(tx, names);
    if (retired !== undefined) throw await this.retired(retired, tx);
  }

  private async retired(preset: PresetEntity, tx?: Transaction): Promise<PresetRetired> {
    const names = await this.presets.sourceNames([preset], tx);
    return new PresetRetired(preset, names.get(preset.sourceId ?? '') ?? null);
  }
}
