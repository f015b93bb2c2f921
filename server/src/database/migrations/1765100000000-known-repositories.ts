import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which repository backups went to, so that another one at the same address is not taken for it. */
export class KnownRepositories1765100000000 implements MigrationInterface {
  readonly name = 'KnownRepositories1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE backup_repositories ADD COLUMN restic_id text');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
