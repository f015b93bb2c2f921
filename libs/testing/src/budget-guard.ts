import pg from 'pg';

/**
 * From now on the database itself refuses to commit what takes up more than a rollout's budget, by what is known of its
 * hosts and by what their jobs are.
 *
 * @param ownerUrl the database, as who owns its tables
 */
export async function guardBudgets(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(
    `CREATE FUNCTION guard_budget() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE over text;
     BEGIN
       SELECT r.name INTO over FROM rollouts r
       WHERE r.finished_at IS NULL AND r.budget_hosts < greatest(
         (SELECT count(*) FROM rollout_targets t
          WHERE t.rollout_id = r.id AND t.state IN ('QUEUED', 'RUNNING', 'FAILED', 'LOST')),
         (SELECT count(*) FROM rollout_targets t JOIN executions e ON e.id = t.job_id
          WHERE t.rollout_id = r.id AND e.status IN ('QUEUED', 'RUNNING', 'FAILED'))) LIMIT 1;
       IF over IS NOT NULL THEN RAISE 'The budget of % is exceeded.', over; END IF;
       RETURN NULL;
     END $$;
     CREATE CONSTRAINT TRIGGER guard_budget AFTER INSERT OR UPDATE ON rollout_targets
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_budget();
     CREATE CONSTRAINT TRIGGER guard_budget AFTER INSERT OR UPDATE OF status ON executions
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_budget()`,
  );
  await owner.end();
}
