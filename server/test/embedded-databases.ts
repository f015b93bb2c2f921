import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import pg from 'pg';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from '../src/database/embedded/embedded-postgres.js';

const run = promisify(execFile);

/** Embedded databases of one test and the directory that they lie in; all gone after `end`. */
export class EmbeddedDatabases {
  /** What was logged. */
  readonly told: string[] = [];
  private readonly started: EmbeddedPostgres[] = [];

  private constructor(private readonly directory: TemporaryDirectory) {}

  static async begin(): Promise<EmbeddedDatabases> {
    return new EmbeddedDatabases(await databaseDirectory({ mode: 0o755 }));
  }

  /** Begins with a copy of a database that was made and stopped: to make one takes many times as long. */
  static async beginWith(made: EmbeddedDatabases): Promise<EmbeddedDatabases> {
    const databases = await EmbeddedDatabases.begin();
    await made.copyTo(databases.dataDir);
    return databases;
  }

  get path(): string {
    return this.directory.path;
  }

  /** Where a database lies that says nothing else. */
  get dataDir(): string {
    return join(this.path, 'data');
  }

  /** Makes a database where it lies if it says nothing else, and stops it. */
  async make(): Promise<void> {
    const postgres = this.embedded();
    await postgres.start();
    await postgres.stop();
  }

  /** Copies that directory, with its owners. */
  async copyTo(path: string): Promise<void> {
    await run('cp', ['-a', this.dataDir, path]);
  }

  embedded(options: Partial<EmbeddedPostgresOptions> = {}): EmbeddedPostgres {
    const tell = (message: string): void => void this.told.push(message);
    const postgres = new EmbeddedPostgres({
      dataDir: this.dataDir,
      log: { debug: tell, info: tell, warn: tell, error: tell },
      systemDirectory: join(this.path, 'system'),
      ...options,
    });
    this.started.push(postgres);
    return postgres;
  }

  async end(): Promise<void> {
    for (const postgres of this.started) await postgres.stop();
    await this.directory.remove();
  }
}

/** @returns the rows as lists of their columns */
export async function query(postgres: EmbeddedPostgres, text: string, url = postgres.ownerUrl): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<unknown[]>({ text, rowMode: 'array' });
    return result.rows;
  } finally {
    await client.end();
  }
}

export async function postmasterPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}
