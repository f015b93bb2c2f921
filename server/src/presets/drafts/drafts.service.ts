import { Injectable } from '@nestjs/common';
import { authoringLimits, reservedPresetNames, type PresetDraft, type SavePresetDraft } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { PresetDraftNotFound, PresetNotFound } from '../presets.errors.js';
import type { PresetDraftEntity } from '../records/preset-draft.entity.js';
import { PresetDraftsRepository } from '../records/preset-drafts.repository.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { isFree } from '../records/name-ownership.js';
import { newPreset } from '../records/published-version.js';
import { revisionAfter } from './draft-revision.js';
import { hashOfSource, refuseLargeSource } from './draft-source.js';
import { PresetNameReserved, PresetNameTaken, PresetReadOnly, TooManyDrafts } from './drafts.errors.js';
import { toPresetDraft } from './drafts.mapper.js';
import { StaleDrafts, type Overtaken } from './stale-drafts.js';

type Saved = { kind: 'SAVED' | 'SAME'; draft: PresetDraftEntity } | { kind: 'STALE'; overtaken: Overtaken };

/** The one draft of a preset. It may say anything: what is published is looked at. */
@Injectable()
export class PresetDraftsService {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly drafts: PresetDraftsRepository,
    private readonly stale: StaleDrafts,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws PresetNotFound @throws PresetDraftNotFound */
  async get(name: string): Promise<PresetDraft> {
    const draft = await this.drafts.find(name);
    if (draft) return toPresetDraft(draft);
    throw (await this.presets.find(name)) ? new PresetDraftNotFound() : new PresetNotFound();
  }

  /**
   * Makes the preset with its first draft. A retired one may be written too, wherever it came from: publishing it brings it
   * back, and makes it one of the console's.
   *
   * @throws PresetDraftStale where another version is current, or another draft is there than the one that was read
   * @throws PresetNameTaken
   * @throws PresetNameReserved
   */
  async save(actor: Actor, name: string, sent: SavePresetDraft): Promise<PresetDraft> {
    refuseLargeSource(sent.source);
    const saved = await this.work.run<Saved>(
      (result) =>
        result.kind === 'SAVED'
          ? { actor, action: 'preset.draft.save', target: targetOf(name), details: detailsOf(result.draft) }
          : null,
      (tx) => this.write(tx, actor, name, sent),
    );
    if (saved.kind === 'STALE') throw await this.stale.refusal(name, saved.overtaken, sent);
    return toPresetDraft(saved.draft);
  }

  /** And the preset, where it has no version. */
  async discard(actor: Actor, name: string): Promise<void> {
    await this.work.run<PresetDraftEntity>(
      (draft) => ({ actor, action: 'preset.draft.discard', target: targetOf(name), details: detailsOf(draft) }),
      async (tx) => {
        const preset = await this.presets.lock(tx, name);
        if (!preset) throw new PresetNotFound();
        // One that was begun before somebody else brought the preset may be left.
        const draft = await this.drafts.lock(tx, name);
        if (!draft)
          throw preset.origin === 'CONSOLE' ? new PresetDraftNotFound() : new PresetReadOnly(name, preset.origin);
        await this.drafts.remove(tx, name);
        await this.presets.removeUnpublished(tx, name);
        return draft;
      },
    );
  }

  private async write(tx: Transaction, actor: Actor, name: string, sent: SavePresetDraft): Promise<Saved> {
    const { preset, isOvertaken } = await this.lockOrMake(tx, actor, name);
    if (preset.origin !== 'CONSOLE' && !isFree(preset)) throw new PresetNameTaken(name, preset.origin);
    const before = await this.drafts.lock(tx, name);
    const isMine = before !== null && before.author === actor.id;
    // The answer may have been lost on its way: what is sent again is there already.
    if (isMine && !isOvertaken && before.source === sent.source && before.basedOn === sent.basedOn)
      return { kind: 'SAME', draft: before };
    // Who names no revision has read none, and overwrites what is his own alone.
    const isExpected =
      sent.revision === undefined
        ? before === null || (isMine && !isOvertaken)
        : sent.revision === (before?.revision ?? 0);
    if (sent.basedOn !== preset.version || !isExpected) {
      // It must not stay without a draft.
      if (before === null) await this.presets.removeUnpublished(tx, name);
      return { kind: 'STALE', overtaken: { currentVersion: preset.version, draft: before } };
    }
    const draft: PresetDraftEntity = {
      preset: name,
      source: sent.source,
      basedOn: sent.basedOn,
      revision: revisionAfter(before),
      author: actor.id,
      authorName: actor.name,
      updatedAt: await tx.now(),
    };
    await this.drafts.save(tx, draft);
    return { kind: 'SAVED', draft };
  }

  /** Of two who begin a preset at once, the second is overtaken by the first. */
  private async lockOrMake(
    tx: Transaction,
    actor: Actor,
    name: string,
  ): Promise<{ preset: PresetEntity; isOvertaken: boolean }> {
    const found = await this.presets.lock(tx, name);
    if (found) return { preset: found, isOvertaken: false };
    if (reservedPresetNames.has(name)) throw new PresetNameReserved(name);
    const { all, ofAuthor } = await this.presets.countUnpublished(tx, actor.id);
    if (ofAuthor >= authoringLimits.unpublishedPerAuthor) throw new TooManyDrafts('You have', ofAuthor);
    if (all >= authoringLimits.unpublished) throw new TooManyDrafts('There are', all);
    const made = newPreset(name, 'CONSOLE', null, await tx.now());
    if (await this.presets.insert(tx, made)) return { preset: made, isOvertaken: false };
    const others = await this.presets.lock(tx, name);
    // Made and discarded again in between.
    if (!others) throw new PresetNotFound();
    return { preset: others, isOvertaken: true };
  }
}

const targetOf = (name: string) => ({ type: 'preset', id: name });

function detailsOf({ preset, basedOn, revision, source }: PresetDraftEntity): Record<string, unknown> {
  return { preset, basedOn, revision, sha256: hashOfSource(source) };
}
