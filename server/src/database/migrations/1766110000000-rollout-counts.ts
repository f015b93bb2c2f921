import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps with a rollout that is over how its hosts ended: a list of two hundred would count a million of them each time.
 * One that an older server ends is counted as before.
 */
export class RolloutCounts1766110000000 implements MigrationInterface {
  readonly name = 'RolloutCounts1766110000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE rollouts ADD COLUMN final_counts jsonb');
    await runner.query(`UPDATE rollouts r SET final_counts = c.counts FROM (
      SELECT rollout_id, jsonb_object_agg(state, count) AS counts FROM (
        SELECT rollout_id, state, count(*) FROM rollout_targets GROUP BY rollout_id, state) s
      GROUP BY rollout_id) c
      WHERE c.rollout_id = r.id AND r.finished_at IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
