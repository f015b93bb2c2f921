import { authoringLimits } from '@hyprbox/contracts';
import type { SourceFiles } from '../../presets/sourced/source-files.js';
import { GitExitError, GitFailedError } from '../git/git-errors.js';
import type { GitLimits } from '../git/git-limits.js';
import type { GitRepository, TreeEntry } from '../git/git-repository.js';
import { noDirectory } from './no-presets.js';

/** Where a directory of presets has its functions. */
const libraryName = 'lib';
const extension = '.sh';

type Found = { entry: TreeEntry; file: string; isFunction: boolean };

/**
 * The files of a commit that may become presets and functions. Links and submodules are told of and never followed; what
 * lies beside them is nobody's business.
 *
 * @throws GitFailedError where there is no such directory, or too much in it
 */
export async function filesOfCommit(
  repository: GitRepository,
  commit: string,
  path: string,
  limits: Pick<GitLimits, 'filesBytes'>,
): Promise<SourceFiles> {
  const entries = await listed(repository, commit, path);
  const library = entries.find(({ name }) => name === libraryName);
  const libraryPath = path === '' ? libraryName : `${path}/${libraryName}`;
  const functions = library?.kind === 'DIRECTORY' ? await repository.list(commit, libraryPath) : [];
  const found = [
    ...entries.filter(isScript).map((entry) => ({ entry, file: shown(entry.name), isFunction: false })),
    ...functions.filter(isScript).map((entry) => ({
      entry,
      file: `${libraryName}/${shown(entry.name)}`,
      isFunction: true,
    })),
  ];
  refuseTooMuch(found, limits.filesBytes);

  const files: SourceFiles = { presets: [], functions: [], unusable: [] };
  if (library && library.kind !== 'DIRECTORY' && library.kind !== 'FILE') {
    files.unusable.push({ file: libraryName, fileName: libraryName, why: `is ${words[library.kind]}` });
  }
  const readable = found.filter((each) => {
    const why = whyNot(each.entry);
    if (why !== null) files.unusable.push({ file: each.file, fileName: each.entry.name, why });
    return why === null;
  });
  const contents = await repository.read(readable.map(({ entry }) => entry.object));
  readable.forEach(({ entry: { name }, file, isFunction }, index) => {
    const bytes = contents[index] ?? new Uint8Array();
    (isFunction ? files.functions : files.presets).push({ file, fileName: name, bytes });
  });
  return files;
}

async function listed(repository: GitRepository, commit: string, path: string): Promise<TreeEntry[]> {
  try {
    return await repository.list(commit, path);
  } catch (error) {
    if (!(error instanceof GitExitError)) throw error;
    throw await noDirectory(repository, commit, path);
  }
}

/** Editors keep their swap files under hidden names. */
function isScript({ name, kind }: TreeEntry): boolean {
  return name.endsWith(extension) && !name.startsWith('.') && kind !== 'DIRECTORY';
}

function refuseTooMuch(found: readonly Found[], filesBytes: number): void {
  if (found.length > authoringLimits.filesPerSource) {
    throw new GitFailedError(
      `It has ${found.length} presets and functions; ${authoringLimits.filesPerSource} are taken.`,
    );
  }
  const readable = found.filter(({ entry }) => whyNot(entry) === null);
  const bytes = readable.reduce((sum, { entry }) => sum + entry.bytes, 0);
  if (bytes > filesBytes) {
    throw new GitFailedError(`Its presets have ${bytes} bytes in all; ${filesBytes} are taken.`);
  }
}

const words: Readonly<Record<Exclude<TreeEntry['kind'], 'FILE' | 'DIRECTORY'>, string>> = {
  SYMLINK: 'a symbolic link, which is not followed',
  SUBMODULE: 'a submodule, which is not fetched',
};

function whyNot({ kind, bytes }: TreeEntry): string | null {
  if (kind === 'SYMLINK' || kind === 'SUBMODULE') return `is ${words[kind]}`;
  return bytes > authoringLimits.sourceBytes ? `is larger than ${authoringLimits.sourceBytes} bytes` : null;
}

/** A name may hold anything but a slash and a NUL. */
function shown(name: string): string {
  return /[\p{C}\p{Zl}\p{Zp}"\\]/u.test(name) ? printable(name) : name;
}

function printable(name: string): string {
  return JSON.stringify(name).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
