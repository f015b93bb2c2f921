const sha256 = (textSql: string): string => `encode(sha256(convert_to(${textSql}, 'UTF8')), 'hex')`;

/**
 * SHA-256 of all that an approval is given for: the script with its secrets' names and its variables, the script of the
 * gate, the hosts, and the time and the window in which they may start. Taken from the rows themselves and not from the
 * hashes beside them, so that it notices a row that was changed. `jsonb` has one text for one value.
 *
 * @param rollout the alias of the `rollouts` row
 */
export function approvalDigestSql(rollout: string): string {
  const hosts = `(SELECT string_agg(t.node_id, E'\\n' ORDER BY t.node_id COLLATE "C")
    FROM rollout_targets t WHERE t.rollout_id = ${rollout}.id)`;
  return sha256(`jsonb_build_object(
    'script', ${sha256(`${rollout}.script`)},
    'secrets', ${rollout}.secret_refs,
    'variables', ${rollout}.variables,
    'check', ${rollout}.gate_check,
    'timeoutSeconds', ${rollout}.timeout_seconds,
    'hosts', ${sha256(`coalesce(${hosts}, '')`)},
    'windowId', ${rollout}.window_id,
    'duringMaintenance', ${rollout}.during_maintenance,
    'startAt', (extract(epoch FROM ${rollout}.start_at) * 1000)::bigint
  )::text`);
}
