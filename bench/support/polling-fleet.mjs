import pg from 'pg';

/** Of a filled database: no host is missed in the meantime, and the polling ones carry the tag `polling`. */
export async function prepareFleet(databaseUrl, polling) {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query('UPDATE nodes SET interval_seconds = 3600, last_seen_at = now()');
  await database.query(`UPDATE nodes SET tags = ARRAY['polling'] WHERE id = ANY($1)`, [
    polling.map(({ nodeId }) => nodeId),
  ]);
  await database.end();
}
