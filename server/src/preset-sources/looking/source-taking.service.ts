import { Injectable } from '@nestjs/common';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { SourcedPresetsService, type TakenPresets } from '../../presets/sourced/sourced-presets.service.js';
import type { PresetSourceEntity } from '../records/preset-source.entity.js';
import { PresetSourcesRepository } from '../records/preset-sources.repository.js';
import type { SourceClaim } from '../records/source-claims.repository.js';
import { onlyFaulty } from './no-presets.js';
import { asFailed, asSame, asTaken, type CommitSeen } from './source-state.js';

/** What a look found. */
export type Sight = { is: 'SAME' } | { is: 'DIVERGED'; commit: string } | { is: 'NEW'; seen: CommitSeen };

/** Keeps what looks find, unless somebody else has looked since, or has changed what is looked at. */
@Injectable()
export class SourceTaking {
  constructor(
    private readonly sources: PresetSourcesRepository,
    private readonly presets: SourcedPresetsService,
    private readonly work: UnitOfWork,
  ) {}

  async keep(claim: SourceClaim, seen: PresetSourceEntity, sight: Sight, actor: Actor): Promise<void> {
    await this.work.run<{ source: PresetSourceEntity; taken: TakenPresets } | null>(
      (result) =>
        result && sight.is === 'NEW' ? recordsOf(actor, result.source, sight.seen.commit, result.taken) : null,
      async (tx) => {
        const source = await this.lockSeen(tx, claim, seen);
        if (!source) return null;
        const now = await tx.now();
        if (sight.is !== 'NEW') {
          await this.sources.update(tx, source, asSame(source, sight.is === 'DIVERGED' ? sight.commit : null, now));
          return null;
        }
        const { commit, message, read } = sight.seen;
        const taken = await this.presets.take(tx, read, { sourceId: source.id, commit, message, at: now });
        const { retired, isEnd } = taken;
        if (isEnd && read.presets.length === 0) throw onlyFaulty(source.path, retired);
        await this.sources.update(tx, source, asTaken(sight.seen, taken, now));
        return { source, taken };
      },
    );
  }

  async keepFailure(claim: SourceClaim, seen: PresetSourceEntity, problem: string): Promise<void> {
    await this.work.system('presets', async (tx) => {
      const source = await this.lockSeen(tx, claim, seen);
      if (source) await this.sources.update(tx, source, asFailed(problem, await tx.now()));
    });
  }

  /**
   * What was begun and not ended is free for others at once.
   *
   * @param problem why; null where nothing is wrong, such as at the end of the server
   */
  async giveUp(claim: SourceClaim, problem: string | null): Promise<void> {
    await this.work.system('presets', async (tx) => {
      const source = await this.lockClaimed(tx, claim);
      if (!source) return;
      const changes = problem === null ? { claimedUntil: null } : asFailed(problem, await tx.now());
      await this.sources.update(tx, source, changes);
    });
  }

  /** Null where it is another source by now: it is due again already. */
  private async lockSeen(
    tx: Transaction,
    claim: SourceClaim,
    seen: PresetSourceEntity,
  ): Promise<PresetSourceEntity | null> {
    const source = await this.lockClaimed(tx, claim);
    if (source?.version === seen.version) return source;
    if (source) await this.sources.update(tx, source, { claimedUntil: null });
    return null;
  }

  private async lockClaimed(tx: Transaction, { id, until }: SourceClaim): Promise<PresetSourceEntity | null> {
    const source = await this.sources.lock(tx, id);
    return source?.claimedUntil?.getTime() === until.getTime() ? source : null;
  }
}

/** That a commit changed nothing of the presets is no change worth keeping for ever. */
function recordsOf(
  actor: Actor,
  { id, name, commit: before }: PresetSourceEntity,
  commit: string,
  taken: TakenPresets,
): Audited[] {
  const records = taken.recordsFor(actor);
  if (records.length === 0) return [];
  const { published, returned, retired, faults } = taken;
  const details = { name, before, commit, published, returned, retired, faults: faults.length };
  return [{ actor, action: 'preset.source.sync', target: { type: 'preset-source', id }, details }, ...records];
}
