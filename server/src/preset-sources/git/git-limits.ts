/** Injection token of the {@link GitLimits}. */
export const GIT_LIMITS = Symbol('GitLimits');

/** What one look at a repository may take. */
export interface GitLimits {
  /** From its beginning until what was found is kept. */
  lookMs: number;
  /** Of what is fetched, its history and all. */
  repositoryBytes: number;
  /** Address space of git. */
  memoryBytes: number;
  /** Of all files that are read. */
  filesBytes: number;
  /** Of the list of a directory. */
  listBytes: number;
  /** Of what git says about a failure. */
  wordsBytes: number;
  /** How often it is looked at how much was fetched. */
  watchMs: number;
}

export const gitLimits: Readonly<GitLimits> = {
  lookMs: 60_000,
  repositoryBytes: 100 * 1024 * 1024,
  memoryBytes: 2 * 1024 ** 3,
  filesBytes: 32 * 1024 * 1024,
  listBytes: 4 * 1024 * 1024,
  wordsBytes: 16 * 1024,
  watchMs: 250,
};
