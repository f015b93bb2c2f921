import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directories of the agent's own that backups use. */
export class BackupPlaces {
  constructor(
    private readonly directory: string,
    /** The data of a server on this host; null: there is none. */
    readonly server: string | null = null,
  ) {}

  /** @throws when the state directory cannot be written */
  make(): void {
    for (const path of [this.cache, this.work, this.drills, this.leftovers]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
  }

  /** The agent's state directory, with the journals and the history of what it has carried out. */
  get agent(): string {
    return dirname(this.directory);
  }

  /** Restic's: what it has read of repositories, which it may fetch again. */
  get cache(): string {
    return join(this.directory, 'cache');
  }

  get work(): string {
    return join(this.directory, 'work');
  }

  /** Where drills restore to, unless the policy says otherwise. */
  get drills(): string {
    return join(this.directory, 'drills');
  }

  /** Notes of directories that are to be removed when a run is over. */
  get leftovers(): string {
    return join(this.directory, 'leftovers');
  }
}
