import Type, { type Static } from 'typebox';
import { auditActions, auditActorTypes } from './audit.js';
import { count, flag, instant, nullable, oneOf, text, uuid } from './schema-parts.js';

export const auditEventSchema = Type.Object({
  id: uuid,
  seq: count,
  at: instant,
  actor: Type.Object({ type: oneOf(auditActorTypes), id: nullable(text), name: nullable(text) }),
  action: oneOf(auditActions),
  target: Type.Object({ type: text, id: nullable(text) }),
  ip: nullable(text),
  userAgent: nullable(text),
  outcome: oneOf(['success', 'failure']),
  details: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  prevHash: text,
  hash: text,
});
export type AuditEvent = Static<typeof auditEventSchema>;

export const auditVerificationSchema = Type.Object({
  ok: flag,
  checked: count,
  head: Type.Object({ seq: count, hash: text }),
  /** Below the first of all, if somebody put a row there. */
  firstBadSeq: Type.Optional(Type.Integer()),
});
export type AuditVerification = Static<typeof auditVerificationSchema>;
