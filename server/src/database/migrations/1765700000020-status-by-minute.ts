import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a node's status is told by: its last minute, since when, and whether anybody was there to hear it. */
export class StatusByMinute1765700000020 implements MigrationInterface {
  readonly name = 'StatusByMinute1765700000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

const statements = [
  // The version before writes none of these: a node then goes by its latest sample, as it did.
  `ALTER TABLE nodes
    ADD COLUMN recent jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN minute_cpu_pct double precision,
    ADD COLUMN minute_mem_pct double precision,
    ADD COLUMN minute_disk_pct double precision,
    ADD COLUMN level text,
    ADD COLUMN level_since timestamptz(3),
    ADD COLUMN told_level text,
    ADD COLUMN sample_credit double precision`,
  // Since when heartbeats could be taken without a pause, and when they could last; whichever replica took them.
  `CREATE TABLE heartbeat_intake (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    since timestamptz(3) NOT NULL,
    alive_at timestamptz(3) NOT NULL
  ) WITH (fillfactor = 10)`,
  `INSERT INTO heartbeat_intake (since, alive_at) VALUES ('epoch', 'epoch')`,
];
