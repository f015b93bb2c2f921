import { Injectable } from '@nestjs/common';
import type { PublishPreset } from '@hyprbox/contracts';
import type { Actor } from '../../identity/principal.js';
import { SettingsService } from '../../settings/settings.service.js';
import { PresetReadOnly } from '../drafts/drafts.errors.js';
import { StaleDrafts } from '../drafts/stale-drafts.js';
import { PresetNotFound } from '../presets.errors.js';
import type { PresetDraftEntity } from '../records/preset-draft.entity.js';
import { PresetDraftsRepository } from '../records/preset-drafts.repository.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { isFree } from '../records/name-ownership.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { NothingToPublish, PublisherIsAuthor } from './publishing.errors.js';

/** A draft and its preset, as they were seen. */
export interface SeenDraft {
  preset: PresetEntity;
  draft: PresetDraftEntity;
}

/** Finds the draft that is asked for, for whoever may publish it. */
@Injectable()
export class PublishableDrafts {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly drafts: PresetDraftsRepository,
    private readonly stale: StaleDrafts,
    private readonly settings: SettingsService,
  ) {}

  /**
   * @throws PresetNotFound
   * @throws PresetReadOnly
   * @throws NothingToPublish
   * @throws PresetDraftStale where it is another draft than the one that was read
   * @throws PublisherIsAuthor where the settings want a second person
   */
  async find(actor: Actor, name: string, { revision }: Pick<PublishPreset, 'revision'>): Promise<SeenDraft> {
    const row = await this.presets.find(name);
    if (!row) throw new PresetNotFound();
    const { preset } = row;
    if (preset.origin !== 'CONSOLE' && !isFree(preset)) throw new PresetReadOnly(name, preset.origin);
    const draft = await this.drafts.find(name);
    if (!draft) throw new NothingToPublish(name, preset.retiredAt !== null);
    if ((revision !== undefined && revision !== draft.revision) || draft.basedOn !== preset.version) {
      throw await this.stale.refusal(name, { currentVersion: preset.version, draft }, draft);
    }
    const { presets } = await this.settings.current();
    if (presets.secondPerson && draft.author === actor.id) throw new PublisherIsAuthor();
    return { preset, draft };
  }
}
