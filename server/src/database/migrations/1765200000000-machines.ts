import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which machine a node's agent runs, so that two machines that report as one node are noticed. */
export class Machines1765200000000 implements MigrationInterface {
  readonly name = 'Machines1765200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE nodes ADD COLUMN machine_id text, ADD COLUMN boot_id text, ADD COLUMN previous_boot_id text',
    );
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
