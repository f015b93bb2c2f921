import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first tables. Samples, output and activity are partitioned by day from here on, roll-ups by month. */
export class InitialSchema1700000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...accounts, ...nodes, ...samples, ...executions, ...trail, ...state]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('The first migration is not undone: drop the database instead.');
  }
}

const accounts = [
  `CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT users_email_key UNIQUE,
    name text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    disabled_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    last_login_at timestamptz(3)
  )`,
  `CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    ip text,
    user_agent text
  )`,
  `CREATE INDEX sessions_user_id_idx ON sessions (user_id)`,
  `CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    role text NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    token_hash bytea NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE,
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    accepted_at timestamptz(3)
  )`,
  // One row for each account and address that failed to sign in of late; the key is a hash, so that no address list
  // of tried accounts builds up.
  `CREATE TABLE login_failures (
    key bytea PRIMARY KEY,
    failures integer NOT NULL,
    last_failed_at timestamptz(3) NOT NULL,
    locked_until timestamptz(3)
  )`,
];

const nodes = [
  `CREATE TABLE nodes (
    id text PRIMARY KEY,
    hostname text NOT NULL,
    display_name text,
    tags text[] NOT NULL DEFAULT '{}',
    agent_version text,
    interval_seconds integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    last_seen_at timestamptz(3),
    decommissioned_at timestamptz(3),
    metrics jsonb,
    metrics_at timestamptz(3),
    cpu_pct double precision,
    mem_pct double precision,
    disk_pct double precision,
    reported_offline_at timestamptz(3),
    inventory jsonb NOT NULL DEFAULT '{}'
  ) WITH (fillfactor = 60)`,
  // Every heartbeat updates its row; with room on the page, and no index on what changes, that touches no index.
  `CREATE INDEX nodes_name_idx ON nodes (lower(coalesce(display_name, hostname)) COLLATE "C", id COLLATE "C")
    WHERE decommissioned_at IS NULL`,
  `CREATE INDEX nodes_tags_idx ON nodes USING gin (tags)`,
  `CREATE TABLE node_tokens (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL CONSTRAINT node_tokens_prefix_key UNIQUE,
    hash bytea NOT NULL,
    node_id text,
    created_by uuid REFERENCES users (id),
    created_at timestamptz(3) NOT NULL,
    last_used_at timestamptz(3),
    revoked_at timestamptz(3)
  )`,
  `CREATE INDEX node_tokens_node_id_idx ON node_tokens (node_id)`,
];

const figures = `
    cpu_pct real NOT NULL, mem_pct real NOT NULL, disk_pct real NOT NULL,
    mem_used_bytes bigint, mem_total_bytes bigint, swap_used_bytes bigint, swap_total_bytes bigint,
    disk_used_bytes bigint, disk_total_bytes bigint,
    load1 real, load5 real, load15 real,
    net_rx_bps double precision, net_tx_bps double precision,
    disk_read_bps double precision, disk_write_bps double precision,
    uptime_seconds bigint, processes integer`;

const rolledUp = [
  'cpu_pct',
  'mem_pct',
  'disk_pct',
  'load1',
  'net_rx_bps',
  'net_tx_bps',
  'disk_read_bps',
  'disk_write_bps',
]
  .map((name) => `${name}_avg double precision, ${name}_min double precision, ${name}_max double precision`)
  .join(', ');

const samples = [
  `CREATE TABLE heartbeats (
    node_id text NOT NULL,
    at timestamptz(3) NOT NULL,
    ${figures},
    filesystems jsonb,
    CONSTRAINT heartbeats_pkey PRIMARY KEY (node_id, at)
  ) PARTITION BY RANGE (at)`,
  `CREATE INDEX heartbeats_at_idx ON heartbeats USING brin (at) WITH (pages_per_range = 32, autosummarize = on)`,
  // The row of the node '*' is the fleet's.
  ...['1m', '10m', '1h'].flatMap((size) => [
    `CREATE TABLE heartbeats_${size} (
    node_id text NOT NULL,
    at timestamptz(3) NOT NULL,
    samples integer NOT NULL,
    ${rolledUp},
    CONSTRAINT heartbeats_${size}_pkey PRIMARY KEY (node_id, at)
  ) PARTITION BY RANGE (at)`,
    `CREATE INDEX heartbeats_${size}_at_idx ON heartbeats_${size} USING brin (at)
    WITH (pages_per_range = 32, autosummarize = on)`,
  ]),
  // Up to when each size is rolled up; what came before the first hour is late, and so in the backlog.
  `CREATE TABLE rollup_progress (
    size text PRIMARY KEY,
    until timestamptz(3) NOT NULL
  )`,
  `INSERT INTO rollup_progress SELECT size, date_trunc('hour', now(), 'UTC') FROM unnest(ARRAY['1m', '10m', '1h']) size`,
  // Where late samples arrived after their time had been rolled up: the hours to do again.
  `CREATE TABLE rollup_backlog (
    node_id text NOT NULL,
    at timestamptz(3) NOT NULL,
    CONSTRAINT rollup_backlog_pkey PRIMARY KEY (node_id, at)
  )`,
  `CREATE TABLE activity (
    id uuid NOT NULL,
    at timestamptz(3) NOT NULL,
    node_id text,
    kind text NOT NULL,
    message text NOT NULL,
    job_id uuid,
    CONSTRAINT activity_pkey PRIMARY KEY (id, at)
  ) PARTITION BY RANGE (at)`,
  `CREATE INDEX activity_node_id_at_idx ON activity (node_id, at DESC, id DESC)`,
  // Streams that come back after a while ask for everything since then.
  `CREATE INDEX activity_at_idx ON activity (at, id)`,
];

const executions = [
  `CREATE TABLE executions (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('JOB')),
    node_id text NOT NULL REFERENCES nodes (id),
    status text NOT NULL CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    reason text CHECK (reason IN ('EXIT_CODE', 'TIMEOUT', 'CANCELLED', 'AGENT_LOST', 'INTERRUPTED')),
    script text NOT NULL,
    script_sha256 text NOT NULL,
    secret_refs jsonb NOT NULL DEFAULT '{}',
    timeout_seconds integer NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    claim_id uuid CONSTRAINT executions_claim_id_key UNIQUE,
    lease_expires_at timestamptz(3),
    cancel_requested_at timestamptz(3),
    exit_code integer,
    signal text,
    late_exit_code integer,
    delivered boolean NOT NULL DEFAULT false,
    message text,
    stdout_bytes bigint NOT NULL DEFAULT 0,
    stderr_bytes bigint NOT NULL DEFAULT 0,
    stdout_kept_from bigint NOT NULL DEFAULT 0,
    stderr_kept_from bigint NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL,
    started_at timestamptz(3),
    finished_at timestamptz(3)
  )`,
  `CREATE INDEX executions_queue_idx ON executions (node_id, id) WHERE status = 'QUEUED'`,
  `CREATE INDEX executions_running_idx ON executions (node_id, lease_expires_at) WHERE status = 'RUNNING'`,
  `CREATE INDEX executions_lease_idx ON executions (lease_expires_at) WHERE status = 'RUNNING'`,
  // Append-only; `day` is the execution's own, so that a whole day leaves with its partition.
  `CREATE TABLE execution_output (
    day date NOT NULL,
    execution_id uuid NOT NULL,
    stream text NOT NULL CHECK (stream IN ('stdout', 'stderr')),
    start_offset bigint NOT NULL,
    bytes bytea NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT execution_output_pkey PRIMARY KEY (day, execution_id, seq)
  ) PARTITION BY RANGE (day)`,
  // Output is written once and mostly read once: compressing it would cost more than the room it saves.
  `ALTER TABLE execution_output ALTER COLUMN bytes SET STORAGE EXTERNAL`,
  `CREATE TABLE jobs (
    id uuid PRIMARY KEY REFERENCES executions (id),
    node_id text NOT NULL,
    preset text NOT NULL,
    preset_version integer NOT NULL,
    variables jsonb NOT NULL,
    created_by uuid REFERENCES users (id),
    created_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX jobs_node_id_idx ON jobs (node_id, id DESC)`,
  `CREATE INDEX jobs_preset_idx ON jobs (preset, id DESC)`,
  `CREATE INDEX jobs_created_by_idx ON jobs (created_by, id DESC)`,
];

const trail = [
  `CREATE TABLE audit_events (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL CONSTRAINT audit_events_id_key UNIQUE,
    at timestamptz(3) NOT NULL,
    actor_type text NOT NULL,
    actor_id text,
    actor_name text,
    action text NOT NULL,
    target_type text NOT NULL,
    target_id text,
    ip text,
    user_agent text,
    outcome text NOT NULL CHECK (outcome IN ('success', 'failure')),
    details jsonb NOT NULL,
    canonical text NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL
  )`,
  `CREATE INDEX audit_events_actor_idx ON audit_events (actor_id, seq DESC)`,
  `CREATE INDEX audit_events_actor_name_idx ON audit_events (actor_name, seq DESC)`,
  `CREATE INDEX audit_events_at_idx ON audit_events (at)`,
  `CREATE INDEX audit_events_action_idx ON audit_events (action, seq DESC)`,
  `CREATE INDEX audit_events_target_idx ON audit_events (target_id, seq DESC)`,
  // The chain's end: locked by whoever appends, as the last thing before the commit.
  `CREATE TABLE audit_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    seq bigint NOT NULL,
    hash text NOT NULL
  )`,
  `INSERT INTO audit_head (seq, hash) VALUES (0, repeat('0', 64))`,
  `CREATE FUNCTION audit_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END $$`,
  `CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_are_append_only()`,
  `CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_append_only()`,
  `CREATE FUNCTION audit_head_only_advances() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.seq <> OLD.seq + 1 THEN
      RAISE EXCEPTION 'the end of the audit trail only advances' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$`,
  `CREATE TRIGGER audit_head_advances BEFORE UPDATE OR DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_only_advances()`,
  `CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_append_only()`,
];

const state = [
  `CREATE TABLE settings (
    name text PRIMARY KEY,
    value jsonb NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  // When a replica last did a periodic duty; a long silence means that no server was up.
  `CREATE TABLE duties (
    name text PRIMARY KEY,
    done_at timestamptz(3) NOT NULL
  )`,
];
