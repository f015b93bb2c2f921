import { Injectable } from '@nestjs/common';
import type { PresetSource, SyncPresetSource } from '@hyprbox/contracts';
import type { Actor } from '../identity/principal.js';
import { FilePresetsService } from '../presets/files/file-presets.service.js';
import { SourceLooks } from './looking/source-looks.service.js';
import { PresetSourceReading } from './preset-source-reading.service.js';
import { PresetSourceDisabled } from './records/preset-sources.errors.js';

/** Sources that are looked at because somebody asks for it. */
@Injectable()
export class PresetSourceSyncs {
  constructor(
    private readonly reading: PresetSourceReading,
    private readonly looks: SourceLooks,
    private readonly files: FilePresetsService,
  ) {}

  /** @throws PresetSourceNotFound, PresetSourceDisabled, PresetSourceBusy, CommitNotThere */
  async sync(actor: Actor, id: string, { acceptCommit }: SyncPresetSource): Promise<PresetSource> {
    const source = await this.reading.get(id);
    if (!source.enabled) throw new PresetSourceDisabled(source);
    if (source.kind === 'FILE') return (await this.files.sync(actor)) ?? source;
    await this.looks.now(id, actor, acceptCommit ?? null);
    return this.reading.get(id);
  }
}
