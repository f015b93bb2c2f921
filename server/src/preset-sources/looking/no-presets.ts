import { GitFailedError } from '../git/git-errors.js';
import type { GitRepository } from '../git/git-repository.js';

/** A directory of functions lies beside presets, and has none itself. */
const libraryName = 'lib';

/**
 * Why nothing is taken of a directory without presets: more likely the path is wrong than that all of them are to be
 * retired.
 *
 * @param brought how many presets in use came from the source
 */
export async function noPresets(
  repository: GitRepository,
  commit: string,
  path: string,
  brought: number,
): Promise<GitFailedError> {
  const where = path === '' ? 'the root of the repository' : JSON.stringify(path);
  return new GitFailedError(`There is no *.sh file in ${where}${await elsewhere(repository, commit)}.${kept(brought)}`);
}

export async function noDirectory(repository: GitRepository, commit: string, path: string): Promise<GitFailedError> {
  const hint = (await elsewhere(repository, commit)).replace('there are some', 'there are *.sh files');
  return new GitFailedError(`The branch has no directory ${JSON.stringify(path)}${hint}.`);
}

/** Of files that are all no presets: those of a program in its repository's root, say. */
export function onlyFaulty(path: string, brought: number): GitFailedError {
  const where = path === '' ? 'the root of the repository' : JSON.stringify(path);
  return new GitFailedError(`No *.sh file in ${where} is a preset: look at the path.${kept(brought)}`);
}

function kept(brought: number): string {
  if (brought === 0) return '';
  return ` The presets that came from this source stay in use: ${brought}. To retire them, remove the source.`;
}

async function elsewhere(repository: GitRepository, commit: string): Promise<string> {
  const directories = await directoriesWithScripts(repository, commit);
  const [nearest] = directories;
  if (nearest === undefined) return '';
  return nearest === ''
    ? '; there are some in its root: leave the path empty'
    : `; there are some in ${JSON.stringify(nearest)}: set the path`;
}

/** Nearest to the root first. */
async function directoriesWithScripts(repository: GitRepository, commit: string): Promise<string[]> {
  const files = await repository.files(commit).catch((error: unknown) => {
    // A tree that is too large to be listed is no reason to say less of what is wrong.
    if (error instanceof GitFailedError) return [];
    throw error;
  });
  const scripts = files.filter((file) => /(?:^|\/)[^./][^/]*\.sh$/.test(file));
  const directories = new Set(scripts.map((file) => file.slice(0, Math.max(file.lastIndexOf('/'), 0))));
  return [...directories]
    .filter((directory) => !/\p{C}/u.test(directory) && directory.split('/').at(-1) !== libraryName)
    .toSorted((one, other) => depthOf(one) - depthOf(other) || (one < other ? -1 : 1));
}

function depthOf(directory: string): number {
  return directory === '' ? 0 : directory.split('/').length;
}
