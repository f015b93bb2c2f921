import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each replica last reached the database: one that falls silent takes with it what agents told it. */
export class Replicas1765600000010 implements MigrationInterface {
  readonly name = 'Replicas1765600000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE replicas (id uuid PRIMARY KEY, seen_at timestamptz(3) NOT NULL)');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
