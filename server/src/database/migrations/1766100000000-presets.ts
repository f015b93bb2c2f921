import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Presets in the database: their versions, drafts, and the repositories that bring some. */
export class Presets1766100000000 implements MigrationInterface {
  readonly name = 'Presets1766100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...sources, ...presets, ...jobs]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

const sources = [
  `CREATE TABLE preset_sources (
    id uuid PRIMARY KEY,
    name text NOT NULL CONSTRAINT preset_sources_name_key UNIQUE,
    url text NOT NULL,
    branch text NOT NULL,
    path text NOT NULL,
    credentials_ref text,
    known_hosts text,
    enabled boolean NOT NULL,
    version integer NOT NULL,
    webhook_sha256 bytea NOT NULL CONSTRAINT preset_sources_webhook_sha256_key UNIQUE,
    state text NOT NULL,
    problem text,
    faults jsonb NOT NULL,
    fault_count integer NOT NULL,
    "commit" text,
    committed_at timestamptz(3),
    diverged_commit text,
    checked_at timestamptz(3),
    synced_at timestamptz(3),
    due_at timestamptz(3) NOT NULL,
    claimed_until timestamptz(3),
    created_at timestamptz(3) NOT NULL
  )`,
  // An installation may have a rule of that name already.
  `INSERT INTO alert_rules (id, name, kind, selector, condition, for_seconds, keep_seconds, severity, no_data, enabled,
     enabled_at, version, created_at, updated_at)
   VALUES (gen_random_uuid(), 'HyprBox: presets can''t be taken from their source', 'SELF', '{"all": true}',
     '{"check": "PRESET_SOURCE"}', 600, 0, 'WARNING', 'HOLD', true, now(), 1, now(), now())
   ON CONFLICT DO NOTHING`,
];

const presets = [
  // What is current, as lists show it.
  `CREATE TABLE presets (
    name text PRIMARY KEY,
    origin text NOT NULL,
    source_id uuid CONSTRAINT presets_source_id_fkey REFERENCES preset_sources (id),
    version integer NOT NULL,
    description jsonb,
    sha256 text,
    published_at timestamptz(3),
    published_by_name text,
    retired_at timestamptz(3),
    problem text,
    shipped_with text,
    created_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX presets_source_id_idx ON presets (source_id) WHERE source_id IS NOT NULL`,
  // The server's role may only read and add: a version never changes.
  `CREATE TABLE preset_versions (
    preset text NOT NULL CONSTRAINT preset_versions_preset_fkey REFERENCES presets (name),
    version integer NOT NULL,
    template text NOT NULL,
    functions jsonb NOT NULL,
    description jsonb NOT NULL,
    sha256 text NOT NULL,
    message text NOT NULL,
    author uuid CONSTRAINT preset_versions_author_fkey REFERENCES users (id),
    author_name text,
    published_by uuid CONSTRAINT preset_versions_published_by_fkey REFERENCES users (id),
    published_by_name text,
    published_at timestamptz(3) NOT NULL,
    "commit" text,
    CONSTRAINT preset_versions_pkey PRIMARY KEY (preset, version)
  )`,
  `CREATE TABLE preset_drafts (
    preset text CONSTRAINT preset_drafts_pkey PRIMARY KEY
      CONSTRAINT preset_drafts_preset_fkey REFERENCES presets (name) ON DELETE CASCADE,
    source text NOT NULL,
    based_on integer NOT NULL,
    revision integer NOT NULL,
    author uuid CONSTRAINT preset_drafts_author_fkey REFERENCES users (id),
    author_name text,
    updated_at timestamptz(3) NOT NULL
  )`,
];

const jobs = [
  // A run of a draft; its version is 0.
  `ALTER TABLE jobs ADD COLUMN is_test boolean NOT NULL DEFAULT false`,
];
