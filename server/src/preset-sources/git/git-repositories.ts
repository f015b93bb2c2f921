import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { Egress } from '../../egress/egress.js';
import { Authorities } from './authorities.js';
import { GitFailedError, late } from './git-errors.js';
import { GIT_LIMITS, type GitLimits } from './git-limits.js';
import { runGit, type GitPlace } from './git-process.js';
import { accessTo, type GitRemote } from './git-remote.js';
import { GitRepository } from './git-repository.js';

/** `http.curloptResolve`, by which git connects to what was looked up, came with it. */
const oldestGit = [2, 37] as const;
/** Each fetch that brings something leaves a pack; so many are gathered into one by fetching anew. */
const packsKept = 50;
const isDamaged = /corrupt|bad object|unable to read|not a git repository|missing (?:blob|tree|commit)|invalid object/i;

/** The copies of repositories in the data directory. Each may be lost: what is needed for runs is in the database. */
@Injectable()
export class GitRepositories {
  private readonly directory: string;
  /** Whether there is a git that is new enough: it is asked until it is. */
  private hasGit = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(GIT_LIMITS) private readonly limits: GitLimits,
    private readonly egress: Egress,
    private readonly authorities: Authorities,
  ) {
    this.directory = join(config.dataDir, 'preset-sources');
  }

  /**
   * Works on a copy, within the time that a look may take.
   *
   * @throws GitFailedError with words for people
   */
  async with<T>(
    id: string,
    remote: GitRemote,
    stop: AbortSignal,
    work: (repository: GitRepository, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(this.limits.lookMs)]);
    const [directory, objects] = [join(this.directory, id, 'run'), join(this.directory, id, 'objects.git')];
    await this.makeRoom(directory, objects);
    try {
      await this.requireGit({ directory, limits: this.limits, signal, secrets: [] });
      const { egress, authorities, config } = this;
      const access = await accessTo(remote, directory, { egress, authorities, dataDir: config.dataDir, signal });
      const place = { directory, limits: this.limits, signal, secrets: access.secrets };
      return await work(new GitRepository(objects, place, { ...access, branch: remote.branch }), signal);
    } catch (error) {
      if (error instanceof GitFailedError && isUseless(error)) await rm(objects, { recursive: true, force: true });
      if (signal.aborted && !(error instanceof GitFailedError)) throw new GitFailedError(late(this.limits.lookMs));
      throw error;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** The ids of those of which there is something. */
  async copies(): Promise<string[]> {
    return readdir(this.directory).catch(() => []);
  }

  async forget(id: string): Promise<void> {
    await rm(join(this.directory, id), { recursive: true, force: true });
  }

  private async requireGit(place: GitPlace): Promise<void> {
    if (this.hasGit) return;
    const text = (await runGit(place, { words: ['version'], maxOutputBytes: 1024 })).toString('utf8').trim();
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
    const isOld = major < oldestGit[0] || (major === oldestGit[0] && minor < oldestGit[1]);
    if (isOld) throw new GitFailedError(`The server has ${text}; it needs ${oldestGit.join('.')} or later.`);
    this.hasGit = true;
  }

  private async makeRoom(directory: string, objects: string): Promise<void> {
    try {
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const packs = await readdir(join(objects, 'objects', 'pack')).catch(() => []);
      if (packs.length > 2 * packsKept) await rm(objects, { recursive: true, force: true });
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'it can’t be written to';
      throw new GitFailedError(`The server’s data directory has no place for the repository: ${why}.`);
    }
  }
}

/** What was not fetched to its end because it is too much would only be too much again. */
function isUseless({ message }: GitFailedError): boolean {
  return isDamaged.test(message) || /has more than/.test(message);
}
