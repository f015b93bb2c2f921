import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work on many hosts at once, work that recurs, and who has to agree to it. */
export class Rollouts1766000000000 implements MigrationInterface {
  readonly name = 'Rollouts1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...executions, ...rollouts, ...schedules, ...approvals, ...selectors, ...alertGroups]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

const executions = [
  // Until when what is queued waits for its host; null for ever, as the version before queues it.
  `ALTER TABLE executions ADD COLUMN expires_at timestamptz(3)`,
  `CREATE INDEX executions_expires_at_idx ON executions (expires_at) WHERE status = 'QUEUED'`,
  `ALTER TABLE executions DROP CONSTRAINT executions_reason_check`,
  `ALTER TABLE executions ADD CONSTRAINT executions_reason_check
     CHECK (reason IN ('EXIT_CODE', 'TIMEOUT', 'CANCELLED', 'AGENT_LOST', 'INTERRUPTED', 'EXPIRED'))`,
];

const rollouts = [
  // Frozen when it is made: the script, the variables and the hosts. Only how it goes on changes.
  `CREATE TABLE rollouts (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    state text NOT NULL,
    reason text,
    detail text,
    preset text,
    preset_version integer,
    script text NOT NULL,
    script_sha256 text NOT NULL,
    secret_refs jsonb NOT NULL,
    variables jsonb NOT NULL,
    selector jsonb NOT NULL,
    targets_digest text NOT NULL,
    targets integer NOT NULL,
    budget text NOT NULL,
    budget_hosts integer NOT NULL,
    when_offline text NOT NULL,
    wait_seconds integer NOT NULL,
    timeout_seconds integer NOT NULL,
    gates jsonb NOT NULL,
    gate_check jsonb,
    window_id uuid,
    during_maintenance boolean NOT NULL,
    start_at timestamptz(3),
    wave integer NOT NULL,
    confirmed_wave integer NOT NULL,
    retry_of uuid CONSTRAINT rollouts_retry_of_fkey REFERENCES rollouts (id),
    schedule_id uuid,
    approval_id uuid,
    created_by uuid CONSTRAINT rollouts_created_by_fkey REFERENCES users (id),
    created_by_name text,
    created_at timestamptz(3) NOT NULL,
    started_at timestamptz(3),
    finished_at timestamptz(3)
  )`,
  `CREATE INDEX rollouts_open_idx ON rollouts (id) WHERE finished_at IS NULL`,
  `CREATE INDEX rollouts_preset_idx ON rollouts (preset, id)`,
  `CREATE INDEX rollouts_created_by_idx ON rollouts (created_by, id)`,
  `CREATE INDEX rollouts_schedule_id_idx ON rollouts (schedule_id, id)`,
  `CREATE INDEX rollouts_retry_of_idx ON rollouts (retry_of) WHERE retry_of IS NOT NULL`,
  `CREATE TABLE rollout_waves (
    rollout_id uuid NOT NULL CONSTRAINT rollout_waves_rollout_id_fkey REFERENCES rollouts (id) ON DELETE CASCADE,
    number integer NOT NULL,
    size text NOT NULL,
    soak_seconds integer NOT NULL,
    targets integer NOT NULL,
    started_at timestamptz(3),
    ended_at timestamptz(3),
    gates_since timestamptz(3),
    finished_at timestamptz(3),
    CONSTRAINT rollout_waves_pkey PRIMARY KEY (rollout_id, number)
  )`,
  `CREATE TABLE rollout_targets (
    rollout_id uuid NOT NULL CONSTRAINT rollout_targets_rollout_id_fkey REFERENCES rollouts (id) ON DELETE CASCADE,
    node_id text NOT NULL CONSTRAINT rollout_targets_node_id_fkey REFERENCES nodes (id),
    wave integer NOT NULL,
    state text NOT NULL,
    reason text,
    job_id uuid CONSTRAINT rollout_targets_job_id_key UNIQUE,
    check_job_id uuid,
    wait_until timestamptz(3),
    exit_code integer,
    started_at timestamptz(3),
    finished_at timestamptz(3),
    CONSTRAINT rollout_targets_pkey PRIMARY KEY (rollout_id, node_id)
  )`,
  `CREATE INDEX rollout_targets_state_idx ON rollout_targets (rollout_id, state, wave, node_id)`,
  `CREATE INDEX rollout_targets_node_id_idx ON rollout_targets (node_id, rollout_id)`,
  `ALTER TABLE jobs ADD COLUMN rollout_id uuid CONSTRAINT jobs_rollout_id_fkey REFERENCES rollouts (id)`,
  `CREATE INDEX jobs_rollout_id_idx ON jobs (rollout_id) WHERE rollout_id IS NOT NULL`,
];

const schedules = [
  `CREATE TABLE schedules (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT schedules_name_key UNIQUE,
    cron text NOT NULL,
    timezone text NOT NULL,
    rollout jsonb NOT NULL,
    overlap text NOT NULL,
    misfire text NOT NULL,
    start_deadline_seconds integer NOT NULL,
    jitter_seconds integer NOT NULL,
    enabled boolean NOT NULL,
    version integer NOT NULL,
    next_at timestamptz(3),
    starts_at timestamptz(3),
    queued_at timestamptz(3),
    created_by uuid CONSTRAINT schedules_created_by_fkey REFERENCES users (id),
    created_by_name text,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX schedules_starts_at_idx ON schedules (starts_at) WHERE enabled`,
  // One firing a due time, however many replicas look.
  `CREATE TABLE schedule_fires (
    schedule_id uuid NOT NULL CONSTRAINT schedule_fires_schedule_id_fkey REFERENCES schedules (id) ON DELETE CASCADE,
    due_at timestamptz(3) NOT NULL,
    at timestamptz(3) NOT NULL,
    outcome text NOT NULL,
    rollout_id uuid,
    detail text,
    CONSTRAINT schedule_fires_pkey PRIMARY KEY (schedule_id, due_at)
  )`,
  `CREATE INDEX schedule_fires_due_at_idx ON schedule_fires (due_at)`,
];

const approvals = [
  `CREATE TABLE approvals (
    id uuid PRIMARY KEY,
    rollout_id uuid NOT NULL CONSTRAINT approvals_rollout_id_fkey REFERENCES rollouts (id) ON DELETE CASCADE,
    state text NOT NULL,
    causes text[] NOT NULL,
    digest text NOT NULL,
    requested_by uuid CONSTRAINT approvals_requested_by_fkey REFERENCES users (id),
    requested_by_name text,
    requested_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    decided_by uuid CONSTRAINT approvals_decided_by_fkey REFERENCES users (id),
    decided_by_name text,
    decided_at timestamptz(3),
    comment text
  )`,
  `CREATE UNIQUE INDEX approvals_rollout_id_key ON approvals (rollout_id)`,
  `CREATE INDEX approvals_pending_idx ON approvals (expires_at) WHERE state = 'PENDING'`,
  `CREATE INDEX approvals_overridden_idx ON approvals (decided_at) WHERE state = 'OVERRIDDEN'`,
  // An installation may have a rule of that name already.
  `INSERT INTO alert_rules (id, name, kind, selector, condition, for_seconds, keep_seconds, severity, no_data, enabled,
     enabled_at, version, created_at, updated_at)
   VALUES (gen_random_uuid(), 'HyprBox: an approval was overridden', 'SELF', '{"all": true}',
     '{"check": "APPROVAL_OVERRIDE"}', 0, 0, 'WARNING', 'HOLD', true, now(), 1, now(), now())
   ON CONFLICT DO NOTHING`,
];

const selectors = [
  `CREATE TABLE saved_selectors (
    name text PRIMARY KEY,
    selector jsonb NOT NULL,
    updated_by uuid CONSTRAINT saved_selectors_updated_by_fkey REFERENCES users (id),
    updated_by_name text,
    updated_at timestamptz(3) NOT NULL
  )`,
];

const alertGroups = [
  // A group whose route was removed still tells that what it told of is over.
  `ALTER TABLE alert_groups ADD COLUMN closed boolean NOT NULL DEFAULT false`,
];
