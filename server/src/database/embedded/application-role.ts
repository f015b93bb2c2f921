import { createHmac, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { nullable, text } from '@hyprbox/contracts/schemas';
import type pg from 'pg';
import { rawQuery } from '../raw-query.js';

const roleNamed = rawQuery('embedded.roleNamed', {});
const largeObjectFunctions = rawQuery('embedded.largeObjectFunctions', { functions: nullable(text) });

/** The role that the server works as. The superuser only makes it, and migrates. */
export const applicationRole = 'hyprbox_app';

const PASSWORD_BYTES = 24;
const SALT_BYTES = 16;
/** PostgreSQL's own; what is hashed can't be guessed with fewer either. */
const ITERATIONS = 4096;

/**
 * Makes the application's role in a cluster that lacks it, with a new password at each start, which is nowhere but in the
 * memory of the server; and closes to it, and to whoever else is no superuser, what it does not need of the cluster.
 * Every role may set defaults for its own sessions, such as to be read-only; what was set so ends with the next start.
 *
 * @returns the password
 */
export async function ensureApplicationRole(superuser: pg.Client, database: string): Promise<string> {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const found = await roleNamed.rows(superuser, 'SELECT FROM pg_roles WHERE rolname = $1', [applicationRole]);
  if (found.length === 0) await superuser.query(`CREATE ROLE ${applicationRole}`);
  await superuser.query(
    `ALTER ROLE ${applicationRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
     VALID UNTIL 'infinity' PASSWORD '${scramVerifier(password)}'`,
  );
  const name = superuser.escapeIdentifier(database);
  await superuser.query(`ALTER ROLE ${applicationRole} RESET ALL`);
  await superuser.query(`ALTER ROLE ${applicationRole} IN DATABASE ${name} RESET ALL`);
  await superuser.query(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  await superuser.query(`GRANT CONNECT ON DATABASE ${name} TO ${applicationRole}`);
  await superuser.query('REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC');
  return password;
}

/**
 * Takes large objects, which everybody may make in a new database, from whoever is no superuser: HyprBox has none, and
 * they lie outside of its tables, where nothing removes them.
 *
 * @param superuser connected to that database, whose own catalogue has these functions
 */
export async function closeLargeObjects(superuser: pg.Client): Promise<void> {
  const [row] = await largeObjectFunctions.rows(
    superuser,
    `SELECT string_agg(p.oid::regprocedure::text, ', ') AS functions
     FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
     WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '^(lo_|loread$|lowrite$)' AND a.grantee = 0`,
  );
  const functions = row?.functions;
  if (functions) await superuser.query(`REVOKE EXECUTE ON FUNCTION ${functions} FROM PUBLIC`);
}

/** What PostgreSQL keeps of a password (RFC 5803). Made here, so that no log that somebody turns on can show the password. */
function scramVerifier(password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const hmac = (word: string): Buffer => createHmac('sha256', salted).update(word).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
