import type { ServerSetting } from '@hyprbox/contracts';
import { QueryFailedError } from 'typeorm';
import { databaseFault } from './database-away.js';
import { applicationRole } from './embedded/application-role.js';

/** A database as a setting names it. */
export interface DatabaseAddress {
  url: string;
  setting: Extract<ServerSetting, `${string}DATABASE_URL`>;
}

interface Address {
  setting: DatabaseAddress['setting'];
  host: string;
  port: string;
  user: string;
  database: string;
}

type Words = (address: Address, message: string) => string;

const noTls: Words = ({ host, setting }, message) =>
  `TLS with the database on ${host} fails (${message}). Check sslmode and sslrootcert in ${setting}.`;
const distrusted: Words = ({ host, setting }, message) =>
  `The certificate of the database on ${host} is not accepted (${message}). Name the CA's certificate with sslrootcert=/path in ${setting}.`;
const otherName: Words = ({ host, setting }, message) =>
  `The certificate of the database on ${host} is not for that name (${message}). Use one of its names in ${setting}, or give the database a certificate for this one.`;
const signIn: Words = ({ user, host, setting }, message) =>
  `The database on ${host} does not let the user "${user}" in (${message}). Check ${setting} and PostgreSQL's pg_hba.conf.`;

/** What Node.js says of its own options to whoever runs it, behind what is the matter. */
const nodeAdvice = /; if the root CA is installed locally.*$/;

/** What whoever starts the server can put right, by the codes of PostgreSQL (its appendix A), Node and OpenSSL. */
const faults: readonly [codes: RegExp, words: Words][] = [
  [
    /^28P01$/,
    ({ user, host, setting }) =>
      `The database on ${host} refuses the password of the user "${user}". Check ${setting}.`,
  ],
  [/^28000$/, signIn],
  [
    /^3D000$/,
    ({ database, host, setting }) =>
      `There is no database "${database}" on ${host}. Create it (CREATE DATABASE), or check ${setting}.`,
  ],
  [
    /^42501$/,
    ({ user, database }, message) =>
      `The user "${user}" may not do in the database "${database}" what the migration needs (${message}). Let it own the database, or: GRANT CREATE, USAGE ON SCHEMA public TO ${user}. Where another role owns the tables, name its URL in HYPRBOX_MIGRATION_DATABASE_URL, or run "npm run migrate" with it.`,
  ],
  [
    /^42704$/,
    (_, message) => `The database lacks a setting that PostgreSQL 16 and newer have (${message}). Upgrade it.`,
  ],
  [
    /^25006$/,
    ({ user, database, host, setting }) =>
      `The database "${database}" on ${host} takes no writes: it is a standby, or read-only for the user "${user}". Name the primary in ${setting}, or take back default_transaction_read_only (ALTER DATABASE or ALTER ROLE … RESET).`,
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, ({ host, setting }) => `The host "${host}" of ${setting} is not known.`],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNRESET)$/,
    ({ host, port, setting }) =>
      `Nothing answers at ${host}, port ${port}. Check ${setting}, and that PostgreSQL runs there.`,
  ],
  [/^(EACCES|ENOENT|ERR_INVALID_URL)$/, ({ setting }, message) => `${setting} can't be used (${message}).`],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, otherName],
  [/^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|ERR_TLS_)/, distrusted],
  [/^(EPROTO|ERR_SSL_|ERR_OSSL_)/, noTls],
];
const messages: readonly [pattern: RegExp, words: Words][] = [
  [
    /does not support SSL/,
    ({ host, setting }) => `The database on ${host} speaks no TLS, which ${setting} asks for (sslmode).`,
  ],
  [/establishing an SSL connection/, noTls],
  [
    new RegExp(`^role "${applicationRole}" does not exist`),
    () => 'The server that runs on this database is of an earlier version: restart it, and try again then.',
  ],
];

/** Whatever a start failed with, in one line that says what to do; null for a fault of HyprBox itself. */
export function startFault(error: unknown, address: DatabaseAddress): string | null {
  if (!(error instanceof Error)) return null;
  const cause = causeOf(error);
  const code = 'code' in cause ? String(cause.code) : '';
  // A migration's own mistakes look alike from outside, but are none that somebody else can put right.
  const message = (cause.message.split('\n', 1)[0] ?? '').replace(nodeAdvice, '');
  const known = faults.find(([codes]) => codes.test(code)) ?? messages.find(([pattern]) => pattern.test(message));
  if (known) return known[1](addressOf(address), message);
  return databaseFault(error)?.detail ?? null;
}

/** A host with several addresses fails on each of them; the first tells enough. */
function causeOf(error: Error): Error {
  if (error instanceof QueryFailedError) return error.driverError;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first : error;
}

function addressOf({ url, setting }: DatabaseAddress): Address {
  const { hostname, port, username, pathname, searchParams } = new URL(url);
  const user = searchParams.get('user') ?? decodeURIComponent(username);
  return {
    setting,
    host: searchParams.get('host') ?? decodeURIComponent(hostname),
    port: searchParams.get('port') ?? (port || '5432'),
    user,
    database: decodeURIComponent(pathname.slice(1)) || user,
  };
}
