import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Numbers activity in the order in which it is committed, so that a stream can be resumed at any replica. A sequence
 * would not do: a smaller number may be committed after a larger one was read. The version before numbers its entries
 * by the trigger as well; what it wrote before stays without a number.
 */
export class ActivityOrder1765700000010 implements MigrationInterface {
  readonly name = 'ActivityOrder1765700000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

const statements = [
  `ALTER TABLE activity ADD COLUMN seq bigint`,
  `CREATE INDEX activity_seq_idx ON activity (seq)`,
  // The number of the newest entry; locked by whoever appends, until the commit.
  `CREATE TABLE activity_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    seq bigint NOT NULL
  ) WITH (fillfactor = 10)`,
  `INSERT INTO activity_head (seq) VALUES (0)`,
  `CREATE FUNCTION activity_takes_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE activity_head SET seq = seq + 1 RETURNING seq INTO NEW.seq;
    RETURN NEW;
  END $$`,
  `CREATE TRIGGER activity_takes_its_place BEFORE INSERT ON activity
    FOR EACH ROW EXECUTE FUNCTION activity_takes_its_place()`,
];
