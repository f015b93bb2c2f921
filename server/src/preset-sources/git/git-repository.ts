import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf, watchSize } from './directory-size.js';
import { GitExitError, GitFailedError } from './git-errors.js';
import { runGit, type GitPlace } from './git-process.js';
import type { GitAccess } from './git-remote.js';

/** What a directory of a commit has, as it is: nothing is followed. */
export interface TreeEntry {
  kind: 'FILE' | 'SYMLINK' | 'SUBMODULE' | 'DIRECTORY';
  object: string;
  /** Of a file. */
  bytes: number;
  name: string;
}

export interface CommitFacts {
  /** Null: nobody can say, such as of a time that no calendar has. */
  committedAt: Date | null;
  /** The first line of its message. */
  subject: string;
}

const fetched = 'refs/heads/fetched';
const shortAnswer = 64 * 1024;

/** The copy of one branch, without a working tree: nothing of it is ever written as a file. */
export class GitRepository {
  constructor(
    /** Where the objects are. */
    private readonly objects: string,
    private readonly place: GitPlace,
    private readonly remote: GitAccess & { branch: string },
  ) {}

  /** @returns the commit that the branch has now */
  async fetch(): Promise<string> {
    const isThere = await access(join(this.objects, 'HEAD')).then(
      () => true,
      () => false,
    );
    if (!isThere) await this.run(['init', '--quiet', '--bare', '--template=', '--', this.objects]);
    const { url, branch, options, environment } = this.remote;
    const refspec = `+refs/heads/${branch}:${fetched}`;
    const refusal = new AbortController();
    const signal = AbortSignal.any([this.place.signal, refusal.signal]);
    const watch = watchSize(this.objects, this.place.limits, () =>
      refusal.abort(new GitFailedError(tooMuch(this.place.limits.repositoryBytes))),
    );
    try {
      await runGit(
        { ...this.place, signal },
        {
          words: [
            ...[...options, `--git-dir=${this.objects}`, 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head'],
            ...['--no-recurse-submodules', '--', url, refspec],
          ],
          environment,
          maxOutputBytes: shortAnswer,
        },
      );
    } catch (error) {
      // Of a program of its own that the limit of a file ended, git tells now this, now that.
      const { repositoryBytes } = this.place.limits;
      const isFull = (await sizeOf(this.objects, repositoryBytes)) >= repositoryBytes;
      if (error instanceof GitExitError && isFull) throw new GitFailedError(tooMuch(repositoryBytes));
      throw error;
    } finally {
      watch.stop();
    }
    return (await this.local(['rev-parse', '--verify', '--end-of-options', `${fetched}^{commit}`])).toString().trim();
  }

  /** Whether all of one commit's history is that of another; no for a commit that the branch never had. */
  async isAncestor(commit: string, of: string): Promise<boolean> {
    try {
      await this.local(['merge-base', '--is-ancestor', commit, of]);
      return true;
    } catch (error) {
      if (error instanceof GitExitError && (error.exitCode === 1 || error.exitCode === 128)) return false;
      throw error;
    }
  }

  async describe(commit: string): Promise<CommitFacts> {
    const text = (await this.local(['log', '-1', '--format=%ct%x00%s', commit, '--'], 1024 * 1024)).toString('utf8');
    const [seconds = '', subject = ''] = text.split('\0');
    const committedAt = new Date(Number(seconds) * 1000);
    const isTime = committedAt.getTime() > 0 && committedAt.getUTCFullYear() < 10_000;
    return { committedAt: isTime ? committedAt : null, subject: subject.trim() };
  }

  /** @throws GitFailedError where the commit has no such directory */
  async list(commit: string, path: string): Promise<TreeEntry[]> {
    const { listBytes } = this.place.limits;
    const text = (await this.local(['ls-tree', '-z', '-l', `${commit}:${path}`], listBytes)).toString('utf8');
    return text.split('\0').filter(Boolean).map(entryOf);
  }

  /** The paths of all of its files. */
  async files(commit: string): Promise<string[]> {
    const { listBytes } = this.place.limits;
    return (await this.local(['ls-tree', '-r', '-z', '--name-only', commit], listBytes))
      .toString('utf8')
      .split('\0')
      .filter(Boolean);
  }

  /** The files of these objects, in their order. */
  async read(objects: readonly string[]): Promise<Buffer[]> {
    if (objects.length === 0) return [];
    // Each is preceded by a line of its own.
    const room = this.place.limits.filesBytes + objects.length * 256;
    const input = objects.map((object) => `${object}\n`).join('');
    return blobsOf(await this.local(['cat-file', '--batch'], room, input), objects.length);
  }

  private local(words: readonly string[], maxOutputBytes = shortAnswer, input?: string): Promise<Buffer> {
    return this.run([`--git-dir=${this.objects}`, ...words], maxOutputBytes, input);
  }

  private run(words: readonly string[], maxOutputBytes = shortAnswer, input?: string): Promise<Buffer> {
    return runGit(this.place, { words, maxOutputBytes, ...(input !== undefined && { input }) });
  }
}

function tooMuch(bytes: number): string {
  return `It has more than ${Math.floor(bytes / 1024 ** 2)} MB, history included, and no more is fetched.`;
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '120000': 'SYMLINK',
  '160000': 'SUBMODULE',
  '040000': 'DIRECTORY',
};

/** `<mode> <type> <object> <size>\t<name>` */
function entryOf(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', , object = '', size = ''] = line.slice(0, tab).split(/ +/);
  return { kind: kinds[mode] ?? 'FILE', object, bytes: Number(size) || 0, name: line.slice(tab + 1) };
}

/** `<object> <type> <size>\n<bytes>\n`, again and again. */
function blobsOf(output: Buffer, count: number): Buffer[] {
  const blobs: Buffer[] = [];
  for (let at = 0; blobs.length < count;) {
    const lineEnd = output.indexOf('\n', at);
    const [, type, size] = output.toString('utf8', at, lineEnd).split(' ');
    if (lineEnd === -1 || type !== 'blob') throw new GitFailedError('git does not find a file that it lists.');
    const begin = lineEnd + 1;
    blobs.push(output.subarray(begin, begin + Number(size)));
    at = begin + Number(size) + 1;
  }
  return blobs;
}
