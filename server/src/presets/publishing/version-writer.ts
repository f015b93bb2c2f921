import { Injectable } from '@nestjs/common';
import { authoringLimits } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { TooManyPresets } from '../drafts/drafts.errors.js';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';
import { PresetDraftsRepository } from '../records/preset-drafts.repository.js';
import { PresetVersionsRepository } from '../records/preset-versions.repository.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { isFree, ownedBy } from '../records/name-ownership.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { publishVersion, type VersionContent } from '../records/published-version.js';
import { nothing, versionDiff } from '../version-diff.js';
import type { SeenDraft } from './publishable-drafts.js';
import { TooManyVersions } from './publishing.errors.js';

/** Writes what is published, and takes the draft away. */
@Injectable()
export class VersionWriter {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly drafts: PresetDraftsRepository,
    private readonly versions: PresetVersionsRepository,
  ) {}

  /** @returns SHA-256 of what changes */
  async changeBy({ name, version }: PresetEntity, content: VersionContent): Promise<string> {
    return versionDiff(name, (await this.versions.find(name, version)) ?? nothing, content).sha256;
  }

  /** Null where the draft, or what it was begun from, is another one by now. */
  async write(
    tx: Transaction,
    publisher: Actor,
    seen: SeenDraft,
    content: VersionContent,
    message: string,
  ): Promise<PresetVersionEntity | null> {
    const { name } = seen.preset;
    const preset = await this.presets.lock(tx, name);
    const draft = await this.drafts.lock(tx, name);
    if (preset?.version !== seen.preset.version || draft?.revision !== seen.draft.revision) return null;
    if (preset.origin !== 'CONSOLE' && !isFree(preset)) return null;
    if (preset.version === 0 && (await this.presets.countPublished(tx)) >= authoringLimits.presets)
      throw new TooManyPresets();
    if ((await this.versions.count(tx, name)) >= authoringLimits.versionsPerPreset) throw new TooManyVersions(name);
    const published = publishVersion(ownedBy(preset, 'CONSOLE', null), content, {
      version: preset.version + 1,
      message,
      author: personOf(draft.author, draft.authorName),
      publishedBy: personOf(publisher.id, publisher.name),
      commit: null,
      at: await tx.now(),
    });
    await this.versions.insert(tx, [published.version]);
    await this.presets.save(tx, [published.preset]);
    await this.drafts.remove(tx, name);
    return published.version;
  }
}

function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? '' };
}
