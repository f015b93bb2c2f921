import { Injectable } from '@nestjs/common';
import {
  authoringLimits,
  presetUseKinds,
  type PresetOrigin,
  type PresetUse,
  type PresetUses,
} from '@hyprbox/contracts';
import { DraftReader } from '../drafts/draft-reader.js';
import { PresetNotFound } from '../presets.errors.js';
import { PresetDraftsRepository } from '../records/preset-drafts.repository.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { PresetUsesRegistry, type UsePlace } from './preset-uses-registry.js';
import { retiredFaults, retirementFaults, useFaults, type Successor } from './use-faults.js';

/** What names a preset, and whether it goes on with another version. */
@Injectable()
export class PresetUsesService {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly drafts: PresetDraftsRepository,
    private readonly reader: DraftReader,
    private readonly registry: PresetUsesRegistry,
  ) {}

  /**
   * Held against the draft, where there is one that can be read, or else against the current version. What names a
   * retired one is broken, whatever its draft says.
   *
   * @throws PresetNotFound
   */
  async list(name: string): Promise<PresetUses> {
    const row = await this.presets.find(name);
    if (!row) throw new PresetNotFound();
    const { retiredAt, version, description } = row.preset;
    if (retiredAt !== null) return this.find([name], retiredFaults);
    const draft = await this.ofDraft(name, version + 1);
    const successor = draft ?? { version, variables: description?.variables ?? [] };
    return this.find([name], (places) => useFaults(places, successor));
  }

  /** Those that would not go on as they do. */
  async brokenBy(name: string, successor: Successor): Promise<PresetUse[]> {
    const { items } = await this.find([name], (places) => useFaults(places, successor));
    return items.filter(({ faults }) => faults.length > 0);
  }

  /** How many name it, up to what is shown of them. */
  async count(name: string): Promise<number> {
    return (await this.find([name], retiredFaults)).items.length;
  }

  /** What the retirement of all that comes from there would break. */
  async brokenByRetirement(of: { origin: PresetOrigin } | { sourceId: string }): Promise<PresetUses> {
    const names = await this.presets.namesInUse(of);
    return names.length === 0 ? { items: [], truncated: false } : this.find(names, retirementFaults);
  }

  private async ofDraft(name: string, version: number): Promise<Successor | null> {
    const draft = await this.drafts.find(name);
    if (!draft) return null;
    const variables = this.reader.variables(name, draft.source);
    return variables && { version, variables };
  }

  private async find(
    names: readonly string[],
    faultsOf: (places: readonly UsePlace[]) => PresetUse['faults'],
  ): Promise<PresetUses> {
    const items: PresetUse[] = [];
    for (const kind of presetUseKinds) {
      const found = await this.registry.find(kind, names, authoringLimits.uses + 1);
      items.push(...found.map(({ id, name, places }) => ({ kind, id, name, faults: faultsOf(places) })));
    }
    return { items: items.slice(0, authoringLimits.uses), truncated: items.length > authoringLimits.uses };
  }
}
