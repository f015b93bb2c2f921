import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Partitions are made and dropped by functions that act with their owner's rights, so that the server's own role needs
 * none to change the schema. They take a table of a list and a time, and make every name themselves.
 */
export class PartitionFunctions1765800000000 implements MigrationInterface {
  readonly name = 'PartitionFunctions1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}

// The caller's search path and settings must not change what is made. The schema is that of the function itself, which
// may have been renamed since.
const rights = `LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET timezone = 'UTC'
  SET datestyle = 'ISO, YMD'`;

const declarations = `
  self oid;
  home oid;
  span text := CASE
    WHEN parent IN ('heartbeats', 'execution_output', 'activity') THEN 'day'
    WHEN parent IN ('heartbeats_1m', 'heartbeats_10m', 'heartbeats_1h') THEN 'month'
  END;
  start timestamptz;
  partition text;`;

const checkedArguments = `
  IF span IS NULL THEN
    RAISE EXCEPTION 'this table has no partitions' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Four digits of a year, as the names have them.
  IF moment IS NULL OR moment < '1970-01-01' OR moment >= '9999-01-01' THEN
    RAISE EXCEPTION 'there is no partition for this time' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  GET DIAGNOSTICS self = PG_ROUTINE_OID;
  SELECT pronamespace INTO STRICT home FROM pg_proc WHERE oid = self;
  start := date_trunc(span, moment);
  partition := parent || '_' || to_char(start, CASE span WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END);`;

const statements = [
  `CREATE FUNCTION make_partition(parent text, moment timestamptz) RETURNS void ${rights} AS $$
  DECLARE ${declarations}
  BEGIN ${checkedArguments}
    EXECUTE format('CREATE TABLE IF NOT EXISTS %1$s.%2$I PARTITION OF %1$s.%3$I FOR VALUES FROM (%4$L) TO (%5$L)',
      home::regnamespace, partition, parent, start, start + ('1 ' || span)::interval);
  END $$`,
  `CREATE FUNCTION drop_partition(parent text, moment timestamptz) RETURNS void ${rights} AS $$
  DECLARE ${declarations}
  BEGIN ${checkedArguments}
    PERFORM FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid JOIN pg_class c ON c.oid = i.inhparent
      WHERE child.relname = partition AND child.relnamespace = home AND c.relname = parent AND c.relnamespace = home;
    IF FOUND THEN
      EXECUTE format('DROP TABLE IF EXISTS %s.%I', home::regnamespace, partition);
    END IF;
  END $$`,
  `REVOKE ALL ON FUNCTION make_partition(text, timestamptz), drop_partition(text, timestamptz) FROM PUBLIC`,
];
