import { createTestDatabase, type TestDatabase } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { applicationRole } from './embedded/application-role.js';
import { migrate } from './migrate.js';
import { partitionedTables } from './partitions.js';

const denied = { code: '42501' };

let database: TestDatabase;
/** What the server may do. */
let application: pg.Client;
let owner: pg.Client;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

beforeAll(async () => {
  database = await createTestDatabase(inject('postgres'));
  [application, owner] = await Promise.all([connect(database.url), connect(database.ownerUrl)]);
});
afterAll(async () => {
  await Promise.all([application.end(), owner.end()]);
  await database.drop();
});

describe("the server's role", () => {
  it('is an ordinary one', async () => {
    const { rows } = await application.query(
      `SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
         array(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid) AS memberships
       FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        rolname: applicationRole,
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
        memberships: [],
      },
    ]);
  });

  it.each([
    'CREATE TABLE mine (id int)',
    'CREATE TEMPORARY TABLE mine (id int)',
    'CREATE SCHEMA mine',
    `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'CREATE EXTENSION pgcrypto',
    'CREATE ROLE mine SUPERUSER',
    'DROP TABLE nodes',
    'ALTER TABLE nodes ADD COLUMN mine text',
    'ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only',
    'ALTER TABLE audit_events DISABLE TRIGGER ALL',
    'DROP TRIGGER audit_events_append_only ON audit_events',
    'CREATE OR REPLACE FUNCTION audit_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$',
    'CREATE TRIGGER mine BEFORE INSERT ON nodes FOR EACH ROW EXECUTE FUNCTION audit_head_only_advances()',
    "UPDATE audit_events SET action = 'x'",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
    'DELETE FROM audit_head',
    'INSERT INTO audit_head (singleton, seq, hash) VALUES (false, 0, 0)',
    'TRUNCATE users CASCADE',
    "INSERT INTO migrations (timestamp, name) VALUES (1, 'mine')",
    'DELETE FROM migrations',
    'SET session_replication_role = replica',
    'SET ROLE hyprbox',
    'SET SESSION AUTHORIZATION hyprbox',
    `COPY (SELECT 1) TO PROGRAM 'cat'`,
    `COPY users FROM '/etc/passwd'`,
    `SELECT pg_read_file('/etc/passwd')`,
    'SELECT * FROM pg_authid',
    `ALTER SYSTEM SET fsync = off`,
  ])('may not: %s', async (statement) => {
    await expect(application.query(statement)).rejects.toMatchObject(denied);
  });

  it('reaches no other database of the cluster', async () => {
    for (const name of ['postgres', 'template1']) {
      const { href } = Object.assign(new URL(database.url), { pathname: `/${name}` });
      await expect(connect(href)).rejects.toMatchObject(denied);
    }
  });

  it('may read and write a partition through its table alone', async () => {
    const { rows } = await application.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'heartbeats'::regclass LIMIT 1`,
    );
    await expect(application.query('SELECT FROM heartbeats')).resolves.toBeDefined();
    await expect(application.query(`DELETE FROM ${rows[0]?.name ?? ''}`)).rejects.toMatchObject(denied);
  });

  it('is given what later migrations make, and loses what it was given beyond', async () => {
    await owner.query(`CREATE TABLE later (id int); CREATE TABLE later_parts (at date) PARTITION BY RANGE (at)`);
    await owner.query(`GRANT ALL ON audit_events, audit_head, users TO ${applicationRole}`);
    await owner.query(`GRANT CREATE ON SCHEMA public TO ${applicationRole}`);
    await owner.query('GRANT EXECUTE ON FUNCTION make_partition, drop_partition TO PUBLIC');
    await migrate(database.ownerUrl, applicationRole);
    await application.query('INSERT INTO later VALUES (1); SELECT FROM later_parts; DELETE FROM later');
    const { rows } = await owner.query<{ object: string; privileges: string }>(
      `SELECT table_name AS object, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS privileges
       FROM information_schema.role_table_grants
       WHERE grantee = $1 AND table_name IN ('audit_events', 'audit_head', 'users') GROUP BY 1 ORDER BY 1`,
      [applicationRole],
    );
    expect(rows).toEqual([
      { object: 'audit_events', privileges: 'INSERT SELECT' },
      { object: 'audit_head', privileges: 'SELECT UPDATE' },
      { object: 'users', privileges: 'DELETE INSERT SELECT UPDATE' },
    ]);
    await expect(application.query('CREATE TABLE mine (id int)')).rejects.toMatchObject(denied);
    const open = await owner.query(`SELECT FROM pg_proc p, aclexplode(p.proacl) a WHERE p.prosecdef AND a.grantee = 0`);
    expect(open.rows).toEqual([]);
    await owner.query('DROP TABLE later, later_parts');
  });
});

describe('the functions for partitions', () => {
  const partitions = async (table: string): Promise<string[]> => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT inhrelid::regclass::text || pg_get_expr(c.relpartbound, c.oid) AS name
       FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = $1::regclass`,
      [table],
    );
    return rows.map(({ name }) => name);
  };

  beforeEach(() => owner.query('SET timezone = UTC'));

  it.each(partitionedTables)('know $table', async ({ table, span }) => {
    const expected =
      span === 'day'
        ? new RegExp(`^${table}_20310301FOR VALUES FROM \\('2031-03-01( 00:00:00\\+00)?'\\) TO \\('2031-03-02`)
        : new RegExp(`^${table}_203103FOR VALUES FROM \\('2031-03-01 00:00:00\\+00'\\) TO \\('2031-04-01 00`);
    await application.query(`SET timezone = 'Pacific/Kiritimati'; SET datestyle = 'SQL, DMY'`);
    const before = await partitions(table);
    for (let times = 0; times < 2; times++) {
      await application.query('SELECT make_partition($1, $2)', [table, '2031-03-01T23:59:59Z']);
    }
    const made = (await partitions(table)).filter((each) => !before.includes(each));
    expect(made).toEqual([expect.stringMatching(expected)]);
    for (let times = 0; times < 2; times++) {
      await application.query('SELECT drop_partition($1, $2)', [table, '2031-03-01T00:00:00Z']);
    }
    expect(await partitions(table)).toEqual(before);
  });

  it.each(['make_partition', 'drop_partition'])('%s takes no other table and no text for a name', async (name) => {
    await owner.query('CREATE TABLE audit_events_20310301 (id int)');
    for (const table of [
      'audit_events',
      'users',
      'public.heartbeats',
      'heartbeats_20310301',
      'heartbeats; DROP TABLE users; --',
      'heartbeats" (id int); --',
      'HEARTBEATS',
      '',
      null,
    ]) {
      await expect(application.query(`SELECT ${name}($1, now())`, [table])).rejects.toMatchObject(denied);
    }
    for (const time of [null, 'infinity', '-infinity', '10000-01-01', '0001-01-01 BC']) {
      await expect(application.query(`SELECT ${name}('activity', $1)`, [time])).rejects.toMatchObject({
        code: '22023',
      });
    }
    await owner.query('DROP TABLE audit_events_20310301');
  });

  it('drop nothing that only has the name of a partition', async () => {
    await owner.query('CREATE TABLE activity_20310301 (id int)');
    await application.query(`SELECT drop_partition('activity', '2031-03-01T00:00:00Z')`);
    expect((await owner.query('SELECT FROM activity_20310301')).rows).toEqual([]);
    await owner.query('DROP TABLE activity_20310301');
  });

  it("go by no search path of the caller's, and by their own schema also when that has another name", async () => {
    await using renamed = await createTestDatabase(inject('postgres'));
    const [there, mine] = await Promise.all([connect(renamed.ownerUrl), connect(renamed.url)]);
    await there.query(`ALTER SCHEMA public RENAME TO "hypr box"; CREATE SCHEMA trap; GRANT USAGE ON SCHEMA trap TO PUBLIC;
      CREATE TABLE trap.activity (at timestamptz) PARTITION BY RANGE (at)`);
    await mine.query(`SET search_path = trap, "hypr box"`);
    await mine.query(`SELECT make_partition('activity', '2031-03-01T00:00:00Z')`);
    const { rows } = await there.query(
      `SELECT relnamespace::regnamespace::text AS schema FROM pg_class WHERE relname = 'activity_20310301'`,
    );
    expect(rows).toEqual([{ schema: '"hypr box"' }]);
    await Promise.all([there.end(), mine.end()]);
  });

  it('are for nobody else', async () => {
    const role = `stranger_${process.pid}`;
    await owner.query(`CREATE ROLE ${role}; SET ROLE ${role}`);
    for (const name of ['make_partition', 'drop_partition']) {
      await expect(owner.query(`SELECT ${name}('activity', now())`)).rejects.toMatchObject(denied);
    }
    await owner.query(`RESET ROLE; DROP ROLE ${role}`);
  });
});
