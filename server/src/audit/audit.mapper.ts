import type { AuditEvent } from '@hyprbox/contracts';
import type { AuditEventEntity } from './audit-event.entity.js';

/** The event as it was hashed, so that what is shown is what the chain vouches for. */
export function toAuditEvent(row: AuditEventEntity): AuditEvent {
  return { ...hashedPart(row), hash: row.hash };
}

/**
 * One line of the export: the hashed text with the hash as a last member, so that whoever takes the member away can
 * check the hash without this product.
 */
export function toExportLine({ canonical, hash }: AuditEventEntity): string {
  return `${canonical.slice(0, -1)},"hash":${JSON.stringify(hash)}}\n`;
}

function hashedPart(row: AuditEventEntity): Omit<AuditEvent, 'hash'> {
  try {
    // The text is one that `canonicalText` made, or it was tampered with, which the verification tells.
    return JSON.parse(row.canonical) as Omit<AuditEvent, 'hash'>;
  } catch {
    return ofColumns(row);
  }
}

/** A row whose text is no JSON any more must not hide the others. */
function ofColumns(row: AuditEventEntity): Omit<AuditEvent, 'hash'> {
  const { id, action, ip, userAgent, outcome, details, prevHash } = row;
  return {
    id,
    seq: Number(row.seq),
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    action,
    target: { type: row.targetType, id: row.targetId },
    ip,
    userAgent,
    outcome,
    details,
    prevHash,
  };
}
