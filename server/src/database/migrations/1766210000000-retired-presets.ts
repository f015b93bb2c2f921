import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Says of a retired preset who retired it and why, and finds the jobs that are test runs. */
export class RetiredPresets1766210000000 implements MigrationInterface {
  readonly name = 'RetiredPresets1766210000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE presets ADD COLUMN retired_by_name text, ADD COLUMN retired_reason text');
    await runner.query('CREATE INDEX jobs_is_test_idx ON jobs (id) WHERE is_test');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
