import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const minuteMs = 60_000;
const runsMade = 30;

/**
 * Gives each target a past: copies of its last good backup at the times before it, of differing length and size, and
 * sets what is real back to when the policy says that it was. Nothing is left of the temporary directory in its paths.
 */
export async function makeUpPast(dataDir, policies, directory) {
  const database = new pg.Client({ connectionString: await addressOf(dataDir) });
  await database.connect();
  try {
    for (const policy of policies) {
      for (const nodeId of policy.hosts) await ofTarget(database, policy, nodeId);
    }
    await database.query(`UPDATE backup_policies SET definition = replace(definition::text, $1, '')::jsonb`, [
      directory,
    ]);
    await database.query(`UPDATE backup_runs SET drill = replace(drill::text, $1, '')::jsonb`, [directory]);
  } finally {
    await database.end();
  }
}

async function ofTarget(database, { id, schedule, ageMinutes, proofHours, fails = 0 }, nodeId) {
  const { rows: backups } = await database.query(
    `SELECT r.id, e.status, r.repository_bytes, r.bytes_added FROM backup_runs r JOIN executions e ON e.id = r.id
     WHERE r.policy_id = $1 AND r.node_id = $2 AND r.kind = 'BACKUP' ORDER BY r.id`,
    [id, nodeId],
  );
  const good = backups.filter(({ status }) => status === 'SUCCEEDED').at(-1);
  const gapMs = gapOf(schedule);
  const now = Date.now();
  const lastGood = now - ageMinutes * minuteMs;
  // What failed came after the last good one, each at its time.
  const failed = backups.filter(({ status }) => status === 'FAILED');
  for (const [index, run] of failed.entries()) await moveTo(database, run.id, lastGood + (index + 1) * gapMs, 40);
  await moveTo(database, good.id, lastGood, 84);
  await database.query('DELETE FROM backup_runs WHERE id = ANY($1::uuid[])', [
    backups.filter(({ id: each }) => each !== good.id && !failed.some((run) => run.id === each)).map((run) => run.id),
  ]);
  for (let back = 1; back < runsMade - fails; back++) {
    const at = lastGood - back * gapMs;
    const wave = noise(`${nodeId} ${back}`);
    const size = Math.round(Number(good.repository_bytes) * 1e3 * (1 - back / 80));
    await copy(database, good.id, { at, seconds: 40 + 160 * wave, added: Math.round(4e8 * (0.3 + wave)), size });
  }
  await database.query(
    'UPDATE backup_runs SET bytes_added = $2, repository_bytes = repository_bytes * 1000 WHERE id = $1',
    [good.id, Math.round(4e8 * (0.3 + noise(`${nodeId} newest`)))],
  );
  const provenAt = new Date(now - (proofHours ?? 0) * 60 * minuteMs);
  const restoreSeconds = 90 + 400 * noise(nodeId);
  await database.query(
    `UPDATE backup_targets SET covered_since = now() - interval '1 year', last_good_backup_at = $3,
       repository_bytes = repository_bytes * 1000
     WHERE policy_id = $1 AND node_id = $2`,
    [id, nodeId, new Date(lastGood)],
  );
  await database.query(
    `UPDATE backup_targets SET last_proven_restore_at = $3, restore_seconds = $4, restored_bytes = restored_bytes * 1000
     WHERE policy_id = $1 AND node_id = $2 AND last_proven_restore_at IS NOT NULL`,
    [id, nodeId, provenAt, restoreSeconds],
  );
  const { rows: drills } = await database.query(
    `SELECT id, drill FROM backup_runs WHERE policy_id = $1 AND node_id = $2 AND kind = 'DRILL'`,
    [id, nodeId],
  );
  for (const { id: drillId, drill } of drills) {
    const files = drill.files.map((file) => ({ ...file, sizeBytes: file.sizeBytes * 1_000 }));
    const made = { files, bytesRestored: drill.bytesRestored * 1_000, restoreSeconds, snapshotAt: provenAt };
    await moveTo(database, drillId, provenAt.getTime(), restoreSeconds);
    await database.query('UPDATE backup_runs SET drill = $2 WHERE id = $1', [drillId, { ...drill, ...made }]);
  }
}

/** A run and its execution end at a time after so many seconds. */
async function moveTo(database, id, at, seconds) {
  await database.query(`UPDATE executions SET created_at = $2, started_at = $2, finished_at = $3 WHERE id = $1`, [
    id,
    new Date(at - seconds * 1_000),
    new Date(at),
  ]);
}

async function copy(database, id, { at, seconds, added, size }) {
  const copied = idAt(at);
  const times = { created_at: new Date(at - seconds * 1_000), started_at: new Date(at - seconds * 1_000) };
  await database.query(
    `INSERT INTO executions SELECT (jsonb_populate_record(e, $2)).* FROM executions e WHERE e.id = $1`,
    [id, { id: copied, claim_id: null, ...times, finished_at: new Date(at) }],
  );
  await database.query(
    `INSERT INTO backup_runs SELECT (jsonb_populate_record(r, $2)).* FROM backup_runs r WHERE r.id = $1`,
    [id, { id: copied, scheduled_for: null, created_at: new Date(at), bytes_added: added, repository_bytes: size }],
  );
}

/** A UUIDv7 of that time. */
function idAt(at) {
  const time = Math.round(at).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

function gapOf(schedule) {
  if (schedule === '0 * * * *') return 60 * minuteMs;
  if (schedule === '0 */6 * * *') return 6 * 60 * minuteMs;
  return 24 * 60 * minuteMs;
}

/** 0..1, the same for the same words (FNV-1a). */
function noise(words) {
  let hash = 2_166_136_261;
  for (const character of words) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  return ((hash >>> 0) % 1000) / 1000;
}

/** Of the embedded PostgreSQL. */
async function addressOf(dataDir) {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  // The fourth line of postmaster.pid is the port (PostgreSQL, src/include/utils/pidfile.h).
  const port = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgresql://hyprbox:${password}@127.0.0.1:${port}/hyprbox`;
}
