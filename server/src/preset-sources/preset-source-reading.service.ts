import { Injectable } from '@nestjs/common';
import type { Page, PresetSource, PresetUses } from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../common/cursor.js';
import type { PageQuery } from '../http/page-query.dto.js';
import { FilePresetsService } from '../presets/files/file-presets.service.js';
import { fileSourceId } from '../presets/registration/file-source.js';
import { PresetUsesService } from '../presets/uses/uses.service.js';
import { PresetSourceNotFound } from './records/preset-sources.errors.js';
import { toPresetSource } from './records/preset-sources.mapper.js';
import { PresetSourcesRepository } from './records/preset-sources.repository.js';

/** Where presets come from: the directory beside the server first, then repositories by name. */
@Injectable()
export class PresetSourceReading {
  constructor(
    private readonly sources: PresetSourcesRepository,
    private readonly files: FilePresetsService,
    private readonly presetUses: PresetUsesService,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<PresetSource>> {
    const [after] = decodeCursor(cursor, 1) ?? [''];
    if (typeof after !== 'string') throw notOfThisList();
    const directory = cursor === undefined ? await this.files.status() : null;
    const rows = await this.sources.findPage(after, limit + 1);
    const counts = await this.sources.presetCounts(rows.map(({ id }) => id));
    const repositories = rows.map((source) => toPresetSource(source, counts.get(source.id) ?? 0));
    return pageOf(
      [...(directory ? [directory] : []), ...repositories].slice(0, limit + 1),
      limit,
      (source) => source,
      // All repositories come after the directory, whatever it is called.
      ({ kind, name }) => [kind === 'FILE' ? '' : name],
    );
  }

  /** @throws PresetSourceNotFound */
  async get(id: string): Promise<PresetSource> {
    const source = id === fileSourceId ? await this.files.status() : await this.repository(id);
    if (!source) throw new PresetSourceNotFound();
    return source;
  }

  /**
   * What names the presets that it brings, and would start them no more without it.
   *
   * @throws PresetSourceNotFound
   */
  async uses(id: string): Promise<PresetUses> {
    const { kind } = await this.get(id);
    return this.presetUses.brokenByRetirement(kind === 'FILE' ? { origin: 'FILE' } : { sourceId: id });
  }

  private async repository(id: string): Promise<PresetSource | null> {
    const source = await this.sources.find(id);
    if (!source) return null;
    const counts = await this.sources.presetCounts([id]);
    return toPresetSource(source, counts.get(id) ?? 0);
  }
}
