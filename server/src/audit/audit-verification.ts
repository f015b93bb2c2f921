import type { AuditVerification } from '@hyprbox/contracts';
import { canonicalText, chainHash, genesisHash } from './audit-chain.js';
import type { AuditEventEntity } from './audit-event.entity.js';
import type { ChainEnd } from './audit.repository.js';

/**
 * Goes through the trail from its first event and holds each against the one before: numbers without a gap, links that
 * fit, hashes over the stored text, columns that say what the text says, and an end that is the recorded one.
 */
export async function verifyChain(
  end: ChainEnd,
  batches: AsyncIterable<AuditEventEntity[]>,
): Promise<AuditVerification> {
  let last: ChainEnd = { seq: 0, hash: genesisHash };
  let checked = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      checked += 1;
      if (!follows(row, last)) return { ok: false, checked, head: end, firstBadSeq: firstBad(row, last) };
      last = { seq: Number(row.seq), hash: row.hash };
    }
  }
  if (last.seq !== end.seq) {
    return { ok: false, checked, head: end, firstBadSeq: Math.min(last.seq, end.seq) + 1 };
  }
  if (last.hash !== end.hash) return { ok: false, checked, head: end, firstBadSeq: last.seq };
  return { ok: true, checked, head: end };
}

function follows(row: AuditEventEntity, last: ChainEnd): boolean {
  return (
    Number(row.seq) === last.seq + 1 &&
    row.prevHash === last.hash &&
    chainHash(row.canonical) === row.hash &&
    textOfColumns(row) === row.canonical
  );
}

/** Where a row is missing, its number; else the row's own. */
function firstBad(row: AuditEventEntity, last: ChainEnd): number {
  return Math.min(Number(row.seq), last.seq + 1);
}

function textOfColumns(row: AuditEventEntity): string {
  return canonicalText({
    seq: Number(row.seq),
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    action: row.action,
    target: { type: row.targetType, id: row.targetId },
    ip: row.ip,
    userAgent: row.userAgent,
    outcome: row.outcome,
    details: row.details,
    prevHash: row.prevHash,
  });
}
