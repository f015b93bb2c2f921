import { Injectable, Logger } from '@nestjs/common';
import { GitRepositories } from '../git/git-repositories.js';
import { PresetSourcesRepository } from '../records/preset-sources.repository.js';

/** Takes away what this replica has of repositories that are no source any more. */
@Injectable()
export class CopiesCleanup {
  private readonly logger = new Logger('PresetSources');

  constructor(
    private readonly sources: PresetSourcesRepository,
    private readonly repositories: GitRepositories,
  ) {}

  /** Never fails: what is left behind is taken away the next time. */
  async run(): Promise<void> {
    try {
      // In this order: one that is made meanwhile has no copy yet.
      const copies = await this.repositories.copies();
      if (copies.length === 0) return;
      const known = new Set(await this.sources.allIds());
      for (const id of copies) if (!known.has(id)) await this.repositories.forget(id);
    } catch (error) {
      this.logger.warn({ err: error }, 'Copies of repositories that are no source any more could not be removed.');
    }
  }
}
