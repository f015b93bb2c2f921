import { backupProtections } from '@hyprbox/contracts';

/** The protection status of one target: of `backup_targets t JOIN backup_policies p`, with the time as `$1`. */
export const backupOverdueSql = `(p.enabled AND coalesce(t.last_good_backup_at, t.covered_since)
  < $1::timestamptz - p.backup_max_age_seconds * interval '1 second')`;

/** Where no drill is scheduled and no age is set, nobody expects a proof. */
export const proofOverdueSql = `(p.enabled AND p.proof_max_age_seconds IS NOT NULL
  AND coalesce(t.last_proven_restore_at, t.covered_since)
  < $1::timestamptz - p.proof_max_age_seconds * interval '1 second')`;

export const protectionSql = `CASE
  WHEN NOT p.enabled THEN 'PAUSED'
  WHEN cardinality(t.failed_kinds) > 0 THEN 'FAILING'
  WHEN ${backupOverdueSql} OR ${proofOverdueSql} THEN 'OVERDUE'
  WHEN t.last_good_backup_at IS NULL THEN 'NEVER'
  WHEN t.last_proven_restore_at IS NULL THEN 'UNPROVEN'
  ELSE 'PROTECTED' END`;

/** 1 is the worst. */
export const protectionRankSql = `array_position(ARRAY[${backupProtections
  .map((protection) => `'${protection}'`)
  .join(', ')}], ${protectionSql})`;
