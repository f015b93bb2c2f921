import { Injectable } from '@nestjs/common';
import type { PresetDraftEntity } from '../records/preset-draft.entity.js';
import { PresetVersionsRepository } from '../records/preset-versions.repository.js';
import { versionDiff } from '../version-diff.js';
import { PresetDraftStale } from './drafts.errors.js';

/** What somebody else has made of a preset since it was read. */
export interface Overtaken {
  currentVersion: number;
  draft: PresetDraftEntity | null;
}

/** Tells what both sides changed, so that nothing of either is lost. */
@Injectable()
export class StaleDrafts {
  constructor(private readonly versions: PresetVersionsRepository) {}

  /**
   * Not within a transaction, which would hold one connection while it waited for another.
   *
   * @param sent what would have been saved or published, and the version that it was begun from
   */
  async refusal(
    name: string,
    { currentVersion, draft }: Overtaken,
    sent: { basedOn: number; source: string },
  ): Promise<PresetDraftStale> {
    const base = await this.sourceOf(name, sent.basedOn);
    const there = draft?.source ?? (await this.sourceOf(name, currentVersion));
    return new PresetDraftStale(name, {
      currentVersion,
      currentRevision: draft?.revision ?? 0,
      theirs: diff(name, base, there),
      yours: diff(name, base, sent.source),
    });
  }

  /** Nothing, before the first version and where there is none of that number. */
  private async sourceOf(name: string, version: number): Promise<string> {
    return (await this.versions.find(name, version))?.template ?? '';
  }
}

function diff(name: string, before: string, after: string): string {
  return versionDiff(name, { template: before, functions: [] }, { template: after, functions: [] }).diff;
}
