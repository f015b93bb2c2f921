/** The figures of a roll-up with how they are made up: a level of the host's own, a slow wave, and a little noise. */
const figures = [
  ['cpu_pct', '28 + 18 * sin(n) + 9 * sin(extract(epoch FROM at) / 5400 + n) + 4 * random()'],
  ['mem_pct', '48 + 20 * sin(n * 1.7) + 4 * sin(extract(epoch FROM at) / 21600 + n)'],
  ['disk_pct', '40 + 25 * sin(n * 2.3)'],
  ['load1', '1.5 + sin(n) + random()'],
  ['net_rx_bps', '2e6 + 1.5e6 * sin(extract(epoch FROM at) / 5400 + n)'],
  ['net_tx_bps', '1e6 + 7e5 * sin(extract(epoch FROM at) / 5400 + n)'],
  ['disk_read_bps', '4e5 + 3e5 * sin(n + extract(epoch FROM at) / 900)'],
  ['disk_write_bps', '6e5 + 4e5 * sin(n + extract(epoch FROM at) / 700)'],
];
const columns = figures.flatMap(([name]) => ['avg', 'min', 'max'].map((kind) => `${name}_${kind}`));

/** `INSERT` of made-up buckets; `rows` is a query that gives node_id, n (the host's number) and at. */
function insertBuckets(table, rows) {
  const values = figures.map(([name, sql]) => `greatest(0, ${sql}) AS ${name}`).join(', ');
  const spread = figures.map(([name]) => `${name}, ${name} * 0.8, ${name} * 1.15`).join(', ');
  return `INSERT INTO ${table} (node_id, at, samples, ${columns.join(', ')})
    SELECT node_id, at, 4, ${spread} FROM (SELECT node_id, at, ${values} FROM (${rows}) r) v ON CONFLICT DO NOTHING`;
}

/** Buckets of every node, from `$1` until now. */
export function nodesHistory({ table, seconds }) {
  return insertBuckets(
    table,
    `SELECT id AS node_id, hashtext(id) % 1000 AS n, at
     FROM nodes, generate_series(date_bin('${seconds} seconds', $1::timestamptz, 'epoch'), now(), interval '${seconds} seconds') at`,
  );
}

/** Buckets of the whole fleet, which the server keeps under the id '*', from `$1` until now. */
export function fleetHistory({ table, seconds }) {
  return insertBuckets(
    table,
    `SELECT '*' AS node_id, 1 AS n, at
     FROM generate_series(date_bin('${seconds} seconds', $1::timestamptz, 'epoch'), now(), interval '${seconds} seconds') at`,
  );
}

/** Samples of every node from `$1` until now, one every so many seconds, in the order in which they would have come. */
export function nodesSamples(seconds) {
  const values = figures.map(([name, sql]) => `greatest(0, ${sql}) AS ${name}`).join(', ');
  return `INSERT INTO heartbeats (node_id, at, ${figures.map(([name]) => name).join(', ')})
    SELECT node_id, at, ${values} FROM (
      SELECT id AS node_id, hashtext(id) % 1000 AS n, at
      FROM generate_series($1::timestamptz, now(), interval '${seconds} seconds') at, nodes
    ) r ORDER BY at`;
}

/** `CREATE TABLE` of the daily partition of the samples that a time lies in, named as the server names it. */
export function samplesPartitionOf(time) {
  const from = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()));
  const to = new Date(from.getTime() + 24 * 60 * 60 * 1000);
  const name = `heartbeats_${from.toISOString().slice(0, 10).replaceAll('-', '')}`;
  return `CREATE TABLE IF NOT EXISTS "${name}" PARTITION OF heartbeats
    FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`;
}

/** `CREATE TABLE` of the monthly partition that a time lies in, named as the server names it. */
export function partitionOf(table, time) {
  const from = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1));
  const to = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1));
  const name = `${table}_${from.toISOString().slice(0, 7).replace('-', '')}`;
  return `CREATE TABLE IF NOT EXISTS "${name}" PARTITION OF ${table}
    FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`;
}
