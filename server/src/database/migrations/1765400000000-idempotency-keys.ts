import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callers named their orders, so that one which is sent again gives what the first one gave. */
export class IdempotencyKeys1765400000000 implements MigrationInterface {
  readonly name = 'IdempotencyKeys1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE idempotency_keys (
      user_id uuid NOT NULL,
      key text NOT NULL,
      request_hash text NOT NULL,
      job_id uuid,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (user_id, key)
    )`);
    await runner.query('CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at)');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
