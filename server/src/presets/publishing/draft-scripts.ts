import { Injectable } from '@nestjs/common';
import type { TestPreset } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { StaleDrafts } from '../drafts/stale-drafts.js';
import { PresetDraftNotFound, PresetNotFound } from '../presets.errors.js';
import { PresetDraftsRepository } from '../records/preset-drafts.repository.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { renderChecked } from '../render-checked.js';
import type { RenderedScript } from '../render.js';
import { bodyOf } from '../version-body.js';
import { DraftCheck } from './draft-check.js';

/** The script of a draft, as it was saved so many times. */
export interface DraftScript {
  preset: string;
  revision: number;
  rendered: RenderedScript;
}

/** Makes scripts of drafts, as jobs would run them if they were published. */
@Injectable()
export class DraftScripts {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly drafts: PresetDraftsRepository,
    private readonly stale: StaleDrafts,
    private readonly check: DraftCheck,
  ) {}

  /**
   * @throws PresetNotFound
   * @throws PresetDraftNotFound
   * @throws PresetDraftStale where it is another draft than the one that was read
   * @throws PresetNotPublishable
   * @throws InvalidVariables
   */
  async render(
    actor: Actor,
    name: string,
    { revision, variables = {} }: Omit<TestPreset, 'nodeIds'>,
  ): Promise<DraftScript> {
    const row = await this.presets.find(name);
    if (!row) throw new PresetNotFound();
    const draft = await this.drafts.find(name);
    if (!draft) throw new PresetDraftNotFound();
    if (revision !== undefined && revision !== draft.revision) {
      throw await this.stale.refusal(name, { currentVersion: row.preset.version, draft }, draft);
    }
    const { template, functions, description } = await this.check.content(actor, name, draft.source);
    const source = { name, version: 0, variables: description.variables, functions, body: bodyOf(template) };
    return { preset: name, revision: draft.revision, rendered: renderChecked(source, variables) };
  }

  /** Whether the draft is still what it was. It stays so until the transaction ends. */
  async isCurrent(tx: Transaction, { preset, revision }: DraftScript): Promise<boolean> {
    return (await this.drafts.lock(tx, preset))?.revision === revision;
  }
}
