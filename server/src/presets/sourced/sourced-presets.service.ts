import { Injectable } from '@nestjs/common';
import { authoringLimits, type PresetSourceChange } from '@hyprbox/contracts';
import type { Audited } from '../../database/audit-writer.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { PresetVersionsRepository } from '../records/preset-versions.repository.js';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';
import type { PresetEntity } from '../records/preset.entity.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { retiredByItself, retiredReasons } from '../records/retirement.js';
import { sourceChange } from '../source-change.js';
import { nothing, versionDiff } from '../version-diff.js';
import type { ReadSource, SourceFault } from './source-files.js';
import { planSourced, type SourceCommit, type SourcedPlan } from './sourced-plan.js';

/** What came of taking a commit. */
export interface TakenPresets {
  published: number;
  returned: number;
  retired: number;
  faults: SourceFault[];
  /** Null where no preset changed. */
  change: PresetSourceChange | null;
  /** Whether all that the source had in use is retired. */
  isEnd: boolean;
  /** Of each preset that changed, for the audit trail. */
  recordsFor(actor: Actor): Audited[];
}

/** Brings what repositories have into the database, where jobs take it from. */
@Injectable()
export class SourcedPresetsService {
  constructor(
    private readonly presets: PresetsRepository,
    private readonly versions: PresetVersionsRepository,
  ) {}

  async take(tx: Transaction, read: ReadSource, commit: SourceCommit): Promise<TakenPresets> {
    await this.presets.lockAll(tx);
    const names = read.presets.map(({ preset }) => preset.summary.name);
    const existing = await this.presets.findForSource(tx, commit.sourceId, names);
    const room = authoringLimits.presets - (await this.presets.countPublished(tx));
    const others = existing.filter(({ sourceId }) => sourceId !== commit.sourceId);
    const plan = planSourced(read, existing, commit, room, await this.presets.sourceNames(others, tx));
    await this.presets.save(tx, plan.presets);
    const replaced = await this.versions.findMany(
      tx,
      plan.published.map(({ preset, before }) => ({ preset: preset.name, version: before })),
    );
    await this.versions.insert(tx, plan.versions);
    return {
      published: plan.published.length,
      returned: plan.returned.length,
      retired: plan.retired.length,
      faults: plan.faults,
      change: sourceChange(plan, commit.commit, commit.at),
      isEnd: plan.retired.length > 0 && plan.retired.length === inUseOf(existing, commit.sourceId),
      recordsFor: (actor) => recordsOf(actor, plan, replaced, commit),
    };
  }

  /** Their source is deleted. They keep their versions, and another source may bring them again. */
  async release(tx: Transaction, sourceId: string, at: Date): Promise<{ recordsFor(actor: Actor): Audited[] }> {
    await this.presets.lockAll(tx);
    const existing = await this.presets.findForSource(tx, sourceId, []);
    await this.presets.save(
      tx,
      existing.map((preset) => ({
        ...preset,
        ...(preset.retiredAt === null && retiredByItself(at, 'sourceDeleted')),
        sourceId: null,
        problem: null,
      })),
    );
    const retired = existing.filter(({ retiredAt }) => retiredAt === null);
    return {
      recordsFor: (actor) =>
        retired.map((preset) => record(actor, 'preset.retire', preset, { reason: retiredReasons.sourceDeleted })),
    };
  }
}

function inUseOf(presets: readonly PresetEntity[], source: string): number {
  return presets.filter(({ sourceId, version, retiredAt }) => sourceId === source && version > 0 && retiredAt === null)
    .length;
}

function recordsOf(
  actor: Actor,
  { published, returned, retired, versions }: SourcedPlan,
  replaced: readonly PresetVersionEntity[],
  { commit, message }: SourceCommit,
): Audited[] {
  const before = new Map(replaced.map((version) => [version.preset, version]));
  const after = new Map(versions.map((version) => [version.preset, version]));
  return [
    ...published.map(({ preset }) => {
      const [from, to] = [before.get(preset.name) ?? nothing, after.get(preset.name) ?? nothing];
      const { sha256: diffSha256 } = versionDiff(preset.name, from, to);
      return record(actor, 'preset.publish', preset, { commit, message, diffSha256 });
    }),
    ...returned.map((preset) => record(actor, 'preset.publish', preset, { commit, reason: 'its file is there again' })),
    ...retired.map((preset) => record(actor, 'preset.retire', preset, { commit, reason: retiredReasons.fileGone })),
  ];
}

function record(
  actor: Actor,
  action: Audited['action'],
  { name, version, origin, sha256 }: PresetEntity,
  more: Record<string, unknown>,
): Audited {
  const details = { preset: name, version, origin, sha256, ...more };
  return { actor, action, target: { type: 'preset', id: name }, details };
}
