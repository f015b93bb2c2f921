import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BackupProgress, BackupOrder, BackupResult, BackupTask } from '@hyprbox/contracts';
import { afterAll } from 'vitest';
import { scriptEnvironment } from '../../job/environment.js';
import { Interruption } from '../interruption.js';
import { performOrder } from '../backup-program.js';
import { backupOrder } from './backup-orders.js';

export const testPassword = 'correct horse';

/** Made once a file of tests: restic takes a second to make a repository. */
let template: string | undefined;
afterAll(() => {
  if (template !== undefined) rmSync(dirname(template), { recursive: true });
});

/** A place for a real repository and what is backed up into it by real restic, without an agent around it. */
export class BackupWorld {
  readonly directory = mkdtempSync(join(tmpdir(), 'hyprnode-vault-'));
  readonly source = join(this.directory, 'source');
  readonly repository = join(this.directory, 'repository');
  readonly said: string[] = [];
  readonly progress: BackupProgress[] = [];
  readonly interruption = new Interruption();
  /** The data of a server on this host; null: there is none. */
  closedDirectory: string | null = null;
  environment: Record<string, string> = { HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: testPassword };
  lockPatienceMs = 0;

  constructor() {
    mkdirSync(this.source);
  }

  /** With an empty repository in its place. */
  static withRepository(): BackupWorld {
    const world = new BackupWorld();
    template ??= makeTemplate();
    cpSync(template, world.repository, { recursive: true });
    return world;
  }

  get state(): string {
    return join(this.directory, 'state', 'vault');
  }

  async perform(task: BackupTask, more: Partial<BackupOrder> = {}): Promise<BackupResult> {
    return this.performText(JSON.stringify(backupOrder(this.repository, task, more)));
  }

  performText(order: string): Promise<BackupResult> {
    mkdirSync(this.state, { recursive: true });
    return performOrder(order, {
      directory: this.state,
      closedDirectory: this.closedDirectory,
      environment: { ...scriptEnvironment(process.env, process.env.PATH ?? ''), ...this.environment },
      report: { say: (line) => this.said.push(line), progress: (progress) => this.progress.push(progress) },
      interruption: this.interruption,
      lockPatienceMs: this.lockPatienceMs,
    });
  }

  restic(...words: string[]): string {
    return execFileSync('restic', words, { env: this.resticEnvironment, encoding: 'utf8', stdio: 'pipe' });
  }

  get resticEnvironment(): Record<string, string> {
    return {
      ...scriptEnvironment(process.env, process.env.PATH ?? ''),
      RESTIC_REPOSITORY: this.repository,
      RESTIC_PASSWORD: testPassword,
      RESTIC_CACHE_DIR: join(this.directory, 'cache'),
    };
  }

  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  end(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function makeTemplate(): string {
  const directory = mkdtempSync(join(tmpdir(), 'hyprnode-template-'));
  const repository = join(directory, 'repository');
  const env = {
    ...scriptEnvironment(process.env, process.env.PATH ?? ''),
    RESTIC_PASSWORD: testPassword,
    RESTIC_REPOSITORY: repository,
  };
  execFileSync('restic', ['init', '--no-cache'], { env, stdio: 'pipe' });
  return repository;
}
