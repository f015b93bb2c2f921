import { auditActions, type AuditEvent, type AuditVerification } from '@hyprbox/contracts';
import { count, flag, instant, nullable, objectOf, oneOf, text, uuid } from '../http/schemas.js';

export const auditEventSchema = objectOf<AuditEvent>({
  id: uuid,
  seq: count,
  at: instant,
  actor: objectOf<AuditEvent['actor']>({
    type: oneOf(['user', 'node', 'system', 'anonymous']),
    id: nullable(text),
    name: nullable(text),
  }),
  action: oneOf(auditActions),
  target: objectOf<AuditEvent['target']>({ type: text, id: nullable(text) }),
  ip: nullable(text),
  userAgent: nullable(text),
  outcome: oneOf(['success', 'failure']),
  details: { type: 'object', additionalProperties: true },
  prevHash: text,
  hash: text,
});

export const verificationSchema = objectOf<AuditVerification>(
  {
    ok: flag,
    checked: count,
    head: objectOf<AuditVerification['head']>({ seq: count, hash: text }),
    firstBadSeq: count,
  },
  'firstBadSeq',
);
