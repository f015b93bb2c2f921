import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules, what they found, and who is told of it. */
export class Alerts1765900000000 implements MigrationInterface {
  readonly name = 'Alerts1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...figures, ...rules, ...alerts, ...telling, ...beats, ...firstRules]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

const figures = [
  // Samples that were kept while the server could not be reached tell nobody of now. The version before marks none.
  `ALTER TABLE heartbeats ADD COLUMN late boolean NOT NULL DEFAULT false`,
  // Since when a node has been heard without falling silent, and the fullest of its filesystems; null where the version
  // before wrote the row.
  `ALTER TABLE nodes
    ADD COLUMN heard_since timestamptz(3),
    ADD COLUMN filesystem_pct double precision,
    ADD COLUMN inodes_pct double precision`,
];

const rules = [
  `CREATE TABLE alert_rules (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT alert_rules_name_key UNIQUE,
    kind text NOT NULL,
    selector jsonb NOT NULL,
    condition jsonb NOT NULL,
    for_seconds integer NOT NULL,
    keep_seconds integer NOT NULL,
    severity text NOT NULL,
    no_data text NOT NULL,
    runbook text,
    remediation jsonb,
    remediation_by uuid REFERENCES users (id),
    enabled boolean NOT NULL,
    enabled_at timestamptz(3) NOT NULL,
    version integer NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
];

const alerts = [
  // A rule that is deleted leaves its alerts behind, with its name.
  `CREATE TABLE alerts (
    id uuid PRIMARY KEY,
    rule_id uuid NOT NULL,
    rule_name text NOT NULL,
    kind text NOT NULL,
    severity text NOT NULL,
    target text NOT NULL,
    node_id text,
    mount text,
    preset text,
    policy_id uuid,
    beat_id uuid,
    self_check text,
    state text NOT NULL,
    value double precision,
    unit text NOT NULL,
    peak double precision,
    pending_since timestamptz(3) NOT NULL,
    fired_at timestamptz(3),
    recovering_since timestamptz(3),
    resolved_at timestamptz(3),
    acked_by uuid REFERENCES users (id),
    acked_by_name text,
    acked_until timestamptz(3),
    note text,
    inhibited_by uuid,
    window_id uuid,
    times_fired integer NOT NULL,
    changes timestamptz[] NOT NULL,
    keep_seconds integer NOT NULL,
    runbook text,
    routed boolean NOT NULL
  )`,
  `CREATE UNIQUE INDEX alerts_open_key ON alerts (rule_id, target) WHERE state <> 'RESOLVED'`,
  `CREATE INDEX alerts_open_idx ON alerts (id) WHERE state <> 'RESOLVED'`,
  `CREATE INDEX alerts_node_id_idx ON alerts (node_id, id)`,
  `CREATE INDEX alerts_rule_id_idx ON alerts (rule_id, id)`,
  `CREATE INDEX alerts_resolved_at_idx ON alerts (resolved_at)`,
  `CREATE TABLE alert_events (
    id uuid PRIMARY KEY,
    alert_id uuid NOT NULL CONSTRAINT alert_events_alert_id_fkey REFERENCES alerts (id) ON DELETE CASCADE,
    at timestamptz(3) NOT NULL,
    kind text NOT NULL,
    actor_name text,
    detail text NOT NULL,
    job_id uuid
  )`,
  `CREATE INDEX alert_events_alert_id_idx ON alert_events (alert_id, id)`,
  `CREATE TABLE alert_windows (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    selector jsonb NOT NULL,
    severities text[],
    from_at timestamptz(3),
    to_at timestamptz(3),
    cron text,
    timezone text,
    duration_seconds integer,
    created_by uuid REFERENCES users (id),
    created_by_name text,
    created_at timestamptz(3) NOT NULL
  )`,
];

const telling = [
  `CREATE TABLE alert_channels (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT alert_channels_name_key UNIQUE,
    type text NOT NULL,
    config jsonb NOT NULL,
    secrets jsonb NOT NULL,
    send_resolved boolean NOT NULL,
    enabled boolean NOT NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  `CREATE TABLE alert_routes (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    routes jsonb NOT NULL,
    version integer NOT NULL
  )`,
  `INSERT INTO alert_routes (routes, version) VALUES ('[]', 0)`,
  // What is told together: the alerts of a route with one key. It is gone when all of them are over and told.
  `CREATE TABLE alert_groups (
    id uuid PRIMARY KEY,
    route text NOT NULL,
    key text NOT NULL,
    opened_at timestamptz(3) NOT NULL,
    sent_at timestamptz(3),
    step integer NOT NULL,
    CONSTRAINT alert_groups_key UNIQUE (route, key)
  )`,
  // The channels that were told that an alert fires; resolved is told to them alone.
  `CREATE TABLE alert_group_members (
    group_id uuid NOT NULL CONSTRAINT alert_group_members_group_id_fkey REFERENCES alert_groups (id) ON DELETE CASCADE,
    alert_id uuid NOT NULL CONSTRAINT alert_group_members_alert_id_fkey REFERENCES alerts (id) ON DELETE CASCADE,
    told_at timestamptz(3),
    channels uuid[] NOT NULL,
    CONSTRAINT alert_group_members_pkey PRIMARY KEY (group_id, alert_id)
  )`,
  `CREATE INDEX alert_group_members_alert_id_idx ON alert_group_members (alert_id)`,
  // A message that is to be sent, written before anything is sent. `message` is what it says, frozen.
  `CREATE TABLE alert_deliveries (
    id uuid PRIMARY KEY,
    channel_id uuid NOT NULL,
    channel_name text NOT NULL,
    group_id uuid,
    event text NOT NULL,
    alert_ids uuid[] NOT NULL,
    message jsonb NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    last_error text,
    due_at timestamptz(3) NOT NULL,
    lease_until timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    sent_at timestamptz(3)
  )`,
  `CREATE INDEX alert_deliveries_open_idx ON alert_deliveries (due_at) WHERE status IN ('QUEUED', 'SENDING')`,
  `CREATE INDEX alert_deliveries_channel_id_idx ON alert_deliveries (channel_id, id)`,
  `CREATE INDEX alert_deliveries_group_id_idx ON alert_deliveries (group_id)`,
  `CREATE INDEX alert_deliveries_alert_ids_idx ON alert_deliveries USING gin (alert_ids)`,
];

const beats = [
  `CREATE TABLE beats (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT beats_name_key UNIQUE,
    period_seconds integer,
    cron text,
    timezone text,
    grace_seconds integer NOT NULL,
    token_hash bytea NOT NULL CONSTRAINT beats_token_hash_key UNIQUE,
    created_at timestamptz(3) NOT NULL,
    last_ping_at timestamptz(3),
    started_at timestamptz(3),
    late_at timestamptz(3),
    failed boolean NOT NULL,
    last_exit_code integer,
    last_body text,
    last_body_bytes integer NOT NULL
  )`,
];

interface FirstRule {
  name: string;
  kind: string;
  condition: unknown;
  forSeconds: number;
  keepSeconds: number;
  severity: 'WARNING' | 'CRITICAL';
}

const percent = (metric: string, fire: number, clear: number, windowSeconds = 300): unknown => ({
  metric,
  op: '>',
  fire,
  clear,
  aggregate: windowSeconds === 0 ? 'LAST' : 'MEAN',
  windowSeconds,
});

/** What a new installation watches without being told to; a host that is well sets off none of it. */
const first: readonly FirstRule[] = [
  {
    name: 'Host silent',
    kind: 'NODE_SILENT',
    condition: { afterSeconds: 120 },
    forSeconds: 0,
    keepSeconds: 30,
    severity: 'CRITICAL',
  },
  {
    name: 'Filesystem almost full',
    kind: 'METRIC',
    condition: percent('filesystemPct', 90, 88, 0),
    forSeconds: 60,
    keepSeconds: 300,
    severity: 'WARNING',
  },
  {
    name: 'Filesystem full',
    kind: 'METRIC',
    condition: percent('filesystemPct', 95, 93, 0),
    forSeconds: 60,
    keepSeconds: 300,
    severity: 'CRITICAL',
  },
  {
    name: 'Inodes almost used up',
    kind: 'METRIC',
    condition: percent('inodesPct', 90, 88, 0),
    forSeconds: 60,
    keepSeconds: 300,
    severity: 'WARNING',
  },
  {
    name: 'CPU busy for long',
    kind: 'METRIC',
    condition: percent('cpuPct', 90, 80),
    forSeconds: 900,
    keepSeconds: 300,
    severity: 'WARNING',
  },
  {
    name: 'Memory almost used up',
    kind: 'METRIC',
    condition: percent('memPct', 95, 90),
    forSeconds: 300,
    keepSeconds: 300,
    severity: 'WARNING',
  },
  {
    name: 'Load far beyond the processors',
    kind: 'METRIC',
    condition: percent('load1PerCore', 4, 2),
    forSeconds: 900,
    keepSeconds: 300,
    severity: 'WARNING',
  },
  {
    name: 'Backup failing or overdue',
    kind: 'BACKUP',
    condition: { protections: ['FAILING', 'OVERDUE'] },
    forSeconds: 0,
    keepSeconds: 0,
    severity: 'CRITICAL',
  },
  {
    name: 'HyprBox: data disk almost full',
    kind: 'SELF',
    condition: { check: 'DATA_DISK' },
    forSeconds: 60,
    keepSeconds: 300,
    severity: 'CRITICAL',
  },
  {
    name: 'HyprBox: a message could not be delivered',
    kind: 'SELF',
    condition: { check: 'DELIVERY' },
    forSeconds: 0,
    keepSeconds: 0,
    severity: 'WARNING',
  },
  {
    name: 'HyprBox: histories are behind',
    kind: 'SELF',
    condition: { check: 'ROLLUP' },
    forSeconds: 300,
    keepSeconds: 60,
    severity: 'WARNING',
  },
  {
    name: 'HyprBox: audit trail broken',
    kind: 'SELF',
    condition: { check: 'AUDIT_CHAIN' },
    forSeconds: 0,
    keepSeconds: 0,
    severity: 'CRITICAL',
  },
];

const quoted = (text: string): string => `'${text.replaceAll(`'`, `''`)}'`;

const firstRules = first.map(
  ({ name, kind, condition, forSeconds, keepSeconds, severity }) =>
    `INSERT INTO alert_rules (id, name, kind, selector, condition, for_seconds, keep_seconds, severity, no_data, enabled,
       enabled_at, version, created_at, updated_at)
     VALUES (gen_random_uuid(), ${quoted(name)}, ${quoted(kind)}, '{"all": true}', ${quoted(JSON.stringify(condition))},
       ${forSeconds}, ${keepSeconds}, ${quoted(severity)}, 'HOLD', true, now(), 1, now(), now())`,
);
