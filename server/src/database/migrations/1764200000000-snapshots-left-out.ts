import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many of a target's snapshots its node had no room to tell of. */
export class SnapshotsLeftOut1764200000000 implements MigrationInterface {
  readonly name = 'SnapshotsLeftOut1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE backup_targets ADD COLUMN snapshots_left_out integer NOT NULL DEFAULT 0');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
