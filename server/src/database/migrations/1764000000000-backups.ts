import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backups: policies, the nodes under them, runs and what they found out, and whose turn it is at a repository. */
export class Backups1764000000000 implements MigrationInterface {
  readonly name = 'Backups1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...executions, ...policies, ...runs, ...snapshots]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

const executions = [
  `ALTER TABLE executions DROP CONSTRAINT executions_kind_check,
    ADD CONSTRAINT executions_kind_check CHECK (kind IN ('JOB', 'VAULT'))`,
  // Queued, but not to be claimed until the module that queued it releases it.
  `ALTER TABLE executions ADD COLUMN held boolean NOT NULL DEFAULT false`,
];

const policies = [
  `CREATE TABLE backup_policies (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    node_id text REFERENCES nodes (id),
    tag text,
    enabled boolean NOT NULL,
    definition jsonb NOT NULL,
    backup_max_age_seconds integer NOT NULL,
    proof_max_age_seconds integer,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    deleted_at timestamptz(3),
    CONSTRAINT backup_policies_covers CHECK ((node_id IS NULL) <> (tag IS NULL))
  )`,
  `CREATE INDEX backup_policies_node_id_idx ON backup_policies (node_id) WHERE deleted_at IS NULL`,
  `CREATE INDEX backup_policies_tag_idx ON backup_policies (tag) WHERE deleted_at IS NULL`,
  // Whoever decides whose turn it is at a repository locks its row.
  `CREATE TABLE backup_repositories (
    id uuid PRIMARY KEY,
    identity text NOT NULL CONSTRAINT backup_repositories_identity_key UNIQUE,
    known_good boolean NOT NULL DEFAULT false
  )`,
  `CREATE TABLE backup_targets (
    policy_id uuid NOT NULL REFERENCES backup_policies (id),
    node_id text NOT NULL REFERENCES nodes (id),
    covered boolean NOT NULL,
    covered_since timestamptz(3) NOT NULL,
    planned_for timestamptz(3),
    offset_seconds integer NOT NULL,
    next_backup_at timestamptz(3),
    next_check_at timestamptz(3),
    next_drill_at timestamptz(3),
    last_good_backup_at timestamptz(3),
    last_snapshot_id text,
    last_proven_restore_at timestamptz(3),
    restore_seconds double precision,
    restored_bytes bigint,
    repository_bytes bigint,
    last_run_id uuid,
    failed_kinds text[] NOT NULL DEFAULT '{}',
    snapshots_as_of timestamptz(3),
    CONSTRAINT backup_targets_pkey PRIMARY KEY (policy_id, node_id)
  )`,
  `CREATE INDEX backup_targets_node_id_idx ON backup_targets (node_id)`,
  `CREATE INDEX backup_targets_due_idx ON backup_targets ((least(next_backup_at, next_check_at, next_drill_at)))
    WHERE covered`,
];

const runs = [
  `CREATE TABLE backup_runs (
    id uuid PRIMARY KEY REFERENCES executions (id),
    policy_id uuid NOT NULL REFERENCES backup_policies (id),
    node_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('BACKUP', 'PRUNE', 'CHECK', 'RESTORE', 'DRILL')),
    trigger text NOT NULL CHECK (trigger IN ('SCHEDULE', 'USER', 'RETENTION')),
    scheduled_for timestamptz(3),
    created_by uuid REFERENCES users (id),
    created_at timestamptz(3) NOT NULL,
    fault text,
    message text,
    snapshot_id text,
    files_new bigint,
    files_changed bigint,
    bytes_added bigint,
    bytes_processed bigint,
    repository_bytes bigint,
    drill jsonb,
    restore jsonb,
    retention jsonb,
    CONSTRAINT backup_runs_scheduled_once UNIQUE (policy_id, node_id, kind, scheduled_for)
  )`,
  `CREATE INDEX backup_runs_policy_id_idx ON backup_runs (policy_id, id DESC)`,
  `CREATE INDEX backup_runs_node_id_idx ON backup_runs (node_id, id DESC)`,
  `CREATE INDEX backup_runs_kind_idx ON backup_runs (kind, id DESC)`,
  // What is queued or running at a repository, oldest first; a row leaves with its end.
  `CREATE TABLE backup_turns (
    execution_id uuid PRIMARY KEY REFERENCES executions (id),
    repository_id uuid NOT NULL REFERENCES backup_repositories (id),
    exclusive boolean NOT NULL,
    released_at timestamptz(3)
  )`,
  `CREATE INDEX backup_turns_repository_id_idx ON backup_turns (repository_id, execution_id)`,
];

const snapshots = [
  `CREATE TABLE backup_snapshots (
    policy_id uuid NOT NULL,
    node_id text NOT NULL,
    id text NOT NULL,
    at timestamptz(3) NOT NULL,
    paths text[] NOT NULL,
    tags text[] NOT NULL,
    size_bytes bigint,
    files bigint,
    CONSTRAINT backup_snapshots_pkey PRIMARY KEY (policy_id, node_id, id),
    CONSTRAINT backup_snapshots_target_fkey FOREIGN KEY (policy_id, node_id)
      REFERENCES backup_targets (policy_id, node_id)
  )`,
  // A question to a node's repository, and its answer for as long as it is given again.
  `CREATE TABLE backup_questions (
    id uuid PRIMARY KEY REFERENCES executions (id),
    policy_id uuid NOT NULL,
    node_id text NOT NULL,
    key text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    answered_at timestamptz(3),
    answer jsonb,
    fault text,
    message text
  )`,
  `CREATE INDEX backup_questions_key_idx ON backup_questions (key, id DESC)`,
];
