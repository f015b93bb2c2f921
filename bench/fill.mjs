/**
 * Fills the database of a running server with a made-up fleet and its history. Only for a server started for that:
 *
 *   node bench/fill.mjs --data-dir .hyprbox --nodes 10000 --days 30 --tokens /tmp/tokens.json
 *   node bench/fill.mjs --database postgresql://hyprbox@127.0.0.1/hyprbox
 *
 * Each host gets its last hour in minutes and its last --days in hours (720 rows a host in 30 days); the fleet as a
 * whole gets 30 days of every size. --tokens names a file for the hosts' tokens, so that heartbeats can be sent for them.
 */
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { databaseUrlOf } from './support/data-directory.mjs';
import { fleetHistory, nodesHistory, partitionOf } from './support/history-sql.mjs';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const fleetDays = 30;
const sizes = {
  minute: { table: 'heartbeats_1m', seconds: 60 },
  tenMinutes: { table: 'heartbeats_10m', seconds: 600 },
  hour: { table: 'heartbeats_1h', seconds: 3600 },
};

/**
 * @param {{databaseUrl: string, nodes: number, days: number}} wish
 * @returns {Promise<{nodeId: string, token: string}[]>} a token for each host
 */
export async function fill({ databaseUrl, nodes, days }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await insertNodes(client, nodes);
    const tokens = await insertTokens(client);
    const now = Date.now();
    await makePartitions(client, now, Math.max(days, fleetDays));
    await client.query(nodesHistory(sizes.minute), [new Date(now - hourMs)]);
    if (days > 0) await client.query(nodesHistory(sizes.hour), [new Date(now - days * dayMs)]);
    for (const size of Object.values(sizes)) {
      await client.query(fleetHistory(size), [new Date(now - fleetDays * dayMs)]);
    }
    await client.query('ANALYZE');
    return tokens;
  } finally {
    await client.end();
  }
}

async function insertNodes(client, nodes) {
  await client.query(
    `INSERT INTO nodes (id, hostname, tags, agent_version, interval_seconds, created_at, last_seen_at, metrics,
       metrics_at, cpu_pct, mem_pct, disk_pct, inventory)
     SELECT id, id || '.example.net', ARRAY[role, region], '0.1.0', 15, now(), now(),
       jsonb_build_object('cpuPct', cpu, 'memPct', mem, 'diskPct', disk, 'load1', 1, 'netRxBps', 2e6, 'netTxBps', 1e6),
       now(), cpu, mem, disk,
       jsonb_build_object('os', 'Debian GNU/Linux 12', 'cpuCores', 8, 'region', region, 'architecture', 'x64')
     FROM (
       SELECT role || '-' || lpad(i::text, 5, '0') AS id, role, region, round((5 + random() * 70)::numeric, 1)::float8 AS cpu,
         round((20 + random() * 55)::numeric, 1)::float8 AS mem, round((10 + random() * 65)::numeric, 1)::float8 AS disk
       FROM generate_series(1, $1::integer) i,
         LATERAL (SELECT (ARRAY['web', 'db', 'cache', 'build', 'edge'])[1 + i % 5] AS role,
           (ARRAY['eu-central', 'us-east', 'ap-south'])[1 + i % 3] AS region) place
     ) made ON CONFLICT (id) DO NOTHING`,
    [nodes],
  );
}

async function insertTokens(client) {
  const { rows } = await client.query('SELECT id FROM nodes WHERE decommissioned_at IS NULL ORDER BY id');
  const tokens = rows.map(({ id }) => {
    const prefix = randomBytes(4).toString('hex');
    return { nodeId: id, prefix, token: `hbnt_${prefix}${randomBytes(32).toString('base64url')}` };
  });
  await client.query(
    `INSERT INTO node_tokens (id, name, prefix, hash, node_id, created_at)
     SELECT gen_random_uuid(), node_id, prefix, hash, node_id, now()
     FROM unnest($1::text[], $2::text[], $3::bytea[]) AS t(node_id, prefix, hash) ON CONFLICT DO NOTHING`,
    [
      tokens.map(({ nodeId }) => nodeId),
      tokens.map(({ prefix }) => prefix),
      tokens.map(({ token }) => createHash('sha256').update(token).digest()),
    ],
  );
  return tokens.map(({ nodeId, token }) => ({ nodeId, token }));
}

async function makePartitions(client, now, days) {
  for (const { table } of Object.values(sizes)) {
    for (let back = 0; back <= days; back++) await client.query(partitionOf(table, new Date(now - back * dayMs)));
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      database: { type: 'string' },
      nodes: { type: 'string', default: '10000' },
      days: { type: 'string', default: '30' },
      tokens: { type: 'string' },
    },
  });
  const databaseUrl = values.database ?? (values['data-dir'] && (await databaseUrlOf(values['data-dir'])));
  if (!databaseUrl)
    throw new Error('Name the database: --data-dir of a running server, or --database with its address.');
  const tokens = await fill({ databaseUrl, nodes: Number(values.nodes), days: Number(values.days) });
  if (values.tokens) await writeFile(values.tokens, JSON.stringify(tokens), { mode: 0o600 });
  console.log(`There are ${tokens.length} hosts now.`);
}
