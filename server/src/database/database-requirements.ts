import { flag, text } from '@hyprbox/contracts/schemas';
import type { DataSource } from 'typeorm';
import { StartError } from '../common/start-error.js';
import { integer, rawQuery, type RowOf } from './raw-query.js';

const oldestMajor = 16;

const surroundingsOf = rawQuery('requirements.surroundings', {
  /** Such as 160004. */
  versionNumber: integer,
  version: text,
  encoding: text,
});
const isReadOnly = rawQuery('requirements.readOnly', { readOnly: flag });
type Surroundings = RowOf<typeof surroundingsOf>;

/** Refuses a database that HyprBox can't work with, before anything is changed in it. */
export async function checkRequirements(dataSource: DataSource): Promise<void> {
  const [surroundings] = await surroundingsOf.rows(
    dataSource,
    `SELECT current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS version,
       current_setting('server_encoding') AS encoding`,
  );
  const fault = surroundings && unmetRequirement(surroundings);
  if (fault) throw new StartError(fault);
}

export function unmetRequirement({ versionNumber, version, encoding }: Surroundings): string | null {
  if (versionNumber < oldestMajor * 10_000) {
    return `The database is PostgreSQL ${version.split(' ')[0]}, and HyprBox needs ${oldestMajor} or newer. Upgrade it, or name another one in HYPRBOX_DATABASE_URL.`;
  }
  if (encoding !== 'UTF8') {
    return `The database's encoding is ${encoding}, and HyprBox needs UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`;
  }
  return null;
}

/** As PostgreSQL refuses the first write. */
class ReadOnlyDatabaseError extends Error {
  readonly code = '25006';

  constructor() {
    super('The database takes no writes.');
  }
}

/** Refuses a database that takes no writes for now, which else would only show at the first of them. */
export async function requireWrites(dataSource: DataSource): Promise<void> {
  const [answer] = await isReadOnly.rows(
    dataSource,
    `SELECT current_setting('transaction_read_only') = 'on' AS "readOnly"`,
  );
  if (answer?.readOnly) throw new ReadOnlyDatabaseError();
}
