import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the executions of a day, so that retention sees at little cost whether one of them needs its output still. */
export class ExecutionsByTime1765600000000 implements MigrationInterface {
  readonly name = 'ExecutionsByTime1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX executions_created_at_idx ON executions USING brin (created_at)
      WITH (pages_per_range = 32, autosummarize = on)`);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
