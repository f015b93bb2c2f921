import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One target's runs of a kind, newest first, without a look at those of the policy's other nodes. */
export class BackupRunsByTarget1764100000000 implements MigrationInterface {
  readonly name = 'BackupRunsByTarget1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX backup_runs_target_idx ON backup_runs (policy_id, node_id, kind, id DESC)');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
