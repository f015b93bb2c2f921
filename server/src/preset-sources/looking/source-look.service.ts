import { Inject, Injectable } from '@nestjs/common';
import { authoringLimits, printableLine } from '@hyprbox/contracts';
import type { Actor } from '../../identity/principal.js';
import type { SourceFiles } from '../../presets/sourced/source-files.js';
import { SourceReader } from '../../presets/sourced/source-reader.js';
import { GitFailedError } from '../git/git-errors.js';
import { GIT_LIMITS, type GitLimits } from '../git/git-limits.js';
import { GitRepositories } from '../git/git-repositories.js';
import type { GitRepository } from '../git/git-repository.js';
import type { PresetSourceEntity } from '../records/preset-source.entity.js';
import { CommitNotThere } from '../records/preset-sources.errors.js';
import { PresetSourcesRepository } from '../records/preset-sources.repository.js';
import type { SourceClaim } from '../records/source-claims.repository.js';
import { filesOfCommit } from './commit-files.js';
import { noPresets } from './no-presets.js';
import { SourceTaking, type Sight } from './source-taking.service.js';

/** By whom, and under what, a source is looked at. */
export interface LookOrder {
  actor: Actor;
  /** Looks at the files of the commit that is in use once more, for what they say may be possible by now. */
  again: boolean;
  /** The commit that is taken although the branch's history was rewritten. */
  accept: string | null;
  signal: AbortSignal;
}

/** Looks at a repository and takes what it has, all of it or nothing. */
@Injectable()
export class SourceLook {
  constructor(
    private readonly sources: PresetSourcesRepository,
    private readonly repositories: GitRepositories,
    private readonly reader: SourceReader,
    private readonly taking: SourceTaking,
    @Inject(GIT_LIMITS) private readonly limits: GitLimits,
  ) {}

  /** @throws CommitNotThere */
  async look(claim: SourceClaim, order: LookOrder): Promise<void> {
    const source = await this.sources.find(claim.id);
    if (!source) return;
    try {
      const sight = await this.repositories.with(source.id, source, order.signal, (repository, signal) =>
        this.see(repository, source, { ...order, signal }),
      );
      await this.taking.keep(claim, source, sight, order.actor);
      const head = sight.is === 'SAME' ? source.commit : sight.is === 'DIVERGED' ? sight.commit : sight.seen.commit;
      if (order.accept !== null && order.accept !== head) throw new CommitNotThere(order.accept, head ?? '');
    } catch (error) {
      if (!(error instanceof GitFailedError) || order.signal.aborted) throw error;
      await this.taking.keepFailure(claim, source, error.message);
    }
  }

  private async see(repository: GitRepository, source: PresetSourceEntity, order: LookOrder): Promise<Sight> {
    const commit = await repository.fetch();
    if (commit === source.commit && !order.again) return { is: 'SAME' };
    if (source.commit !== null && commit !== source.commit && commit !== order.accept) {
      if (!(await repository.isAncestor(source.commit, commit))) return { is: 'DIVERGED', commit };
    }
    const files = await filesOfCommit(repository, commit, source.path, this.limits);
    if (!hasScripts(files)) throw await noPresets(repository, commit, source.path, await this.brought(source));
    const { committedAt, subject } = await repository.describe(commit);
    const read = await this.reader.read(files, order.signal);
    const message = printableLine(subject).slice(0, authoringLimits.messageLength);
    return { is: 'NEW', seen: { commit, committedAt, message, read } };
  }

  private async brought({ id }: PresetSourceEntity): Promise<number> {
    return (await this.sources.presetCounts([id])).get(id) ?? 0;
  }
}

/** Functions alone are no presets, whether they can be read or not. */
function hasScripts({ presets, unusable }: SourceFiles): boolean {
  return presets.length > 0 || unusable.some(({ file, fileName }) => fileName.endsWith('.sh') && !file.includes('/'));
}
