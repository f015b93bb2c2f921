import { execFile } from 'node:child_process';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a file of a commit is to be: its text, a link to somewhere, another repository's commit, or gone. */
export type GitChange = string | Buffer | { link: string } | { submodule: string } | null;

/**
 * A real repository, with a working tree that its commits are made in. The bare one reads the objects where they are written:
 * git takes longer to push a commit than to make it.
 */
export class TestGitRepository {
  private constructor(
    private readonly tree: string,
    /** The bare repository that others fetch from. */
    readonly path: string,
  ) {}

  /** `directory` gets its files. */
  static async create(directory: string, name = 'presets.git'): Promise<TestGitRepository> {
    const repository = new TestGitRepository(join(directory, `${name}.tree`), join(directory, name));
    await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository.path], { env });
    await run('git', ['init', '--quiet', '--initial-branch=main', repository.tree], { env });
    await writeFile(join(repository.path, 'objects/info/alternates'), `${join(repository.tree, '.git/objects')}\n`);
    return repository;
  }

  /** @returns the id of the new commit */
  async commit(changes: Readonly<Record<string, GitChange>>, message = 'Change presets'): Promise<string> {
    await this.makeAll(changes);
    await this.git('commit', '--quiet', '--allow-empty', '-m', message);
    const commit = (await this.git('rev-parse', 'HEAD')).trim();
    await this.publish(commit);
    return commit;
  }

  /**
   * By somebody whom git itself would not write so, such as an old program's.
   *
   * @param person name, address and time, as a commit has them
   * @returns the id of the new commit
   */
  async commitAs(person: string, changes: Readonly<Record<string, GitChange>>): Promise<string> {
    await this.makeAll(changes);
    const tree = (await this.git('write-tree')).trim();
    const parents = await this.git('rev-parse', '--verify', '--quiet', 'HEAD').catch(() => '');
    const parent = parents === '' ? '' : `parent ${parents.trim()}\n`;
    const file = join(this.tree, '.git', 'commit-as');
    await writeFile(file, `tree ${tree}\n${parent}author ${person}\ncommitter ${person}\n\nChange presets\n`);
    const commit = (await this.git('hash-object', '-t', 'commit', '-w', '--literally', file)).trim();
    await this.git('update-ref', 'HEAD', commit);
    await this.publish(commit);
    return commit;
  }

  /** The next commit follows this one: what came after it is no history any more. */
  async rewind(commit: string): Promise<void> {
    await this.git('reset', '--quiet', '--hard', commit);
  }

  /** What others fetch is changed without a commit, such as by the end of a branch. */
  async change(...words: string[]): Promise<void> {
    await run('git', [`--git-dir=${this.path}`, ...words], { env });
  }

  /** The branch that others fetch has this commit now, whichever it had before. */
  private async publish(commit: string): Promise<void> {
    const branch = join(this.path, 'refs/heads/main');
    // Others read it meanwhile.
    await writeFile(`${branch}.new`, `${commit}\n`);
    await rename(`${branch}.new`, branch);
  }

  private async makeAll(changes: Readonly<Record<string, GitChange>>): Promise<void> {
    const files: string[] = [];
    for (const [file, change] of Object.entries(changes)) {
      await rm(join(this.tree, file), { force: true, recursive: true });
      if (change !== null && typeof change === 'object' && 'submodule' in change) {
        await this.git('update-index', '--add', '--cacheinfo', `160000,${change.submodule},${file}`);
        continue;
      }
      await this.write(file, change);
      files.push(file);
    }
    if (files.length > 0) await this.git('add', '--all', '--', ...files);
  }

  private async write(file: string, change: string | Buffer | { link: string } | null): Promise<void> {
    const path = join(this.tree, file);
    await mkdir(dirname(path), { recursive: true });
    if (typeof change === 'string' || Buffer.isBuffer(change)) await writeFile(path, change);
    else if (change !== null) await symlink(change.link, path);
  }

  private async git(...words: string[]): Promise<string> {
    return (await run('git', ['-C', this.tree, ...words], { env })).stdout;
  }
}

const who = { NAME: 'Somebody', EMAIL: 'somebody@example.com' };
const env = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  ...Object.fromEntries(
    Object.entries(who).flatMap(([name, value]) => [
      [`GIT_AUTHOR_${name}`, value],
      [`GIT_COMMITTER_${name}`, value],
    ]),
  ),
};
