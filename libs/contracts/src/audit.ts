export const auditActions = [
  'auth.login',
  'auth.login.failed',
  'auth.logout',
  'auth.register',
  'auth.password',
  'token.create',
  'token.revoke',
  'token.pin',
  'node.update',
  'node.delete',
  'job.create',
  'job.cancel',
  'job.complete',
  'backup.policy.create',
  'backup.policy.update',
  'backup.policy.delete',
  'backup.run',
  'backup.restore',
  'backup.cancel',
  'backup.complete',
  'user.invite',
  'user.invite.withdraw',
  'user.update',
  'settings.update',
] as const;
export type AuditAction = (typeof auditActions)[number];

export type AuditActorType = 'user' | 'node' | 'system' | 'anonymous';

export interface AuditEvent {
  id: string;
  seq: number;
  at: string;
  actor: { type: AuditActorType; id: string | null; name: string | null };
  action: AuditAction;
  target: { type: string; id: string | null };
  ip: string | null;
  userAgent: string | null;
  outcome: 'success' | 'failure';
  details: Record<string, unknown>;
  prevHash: string;
  hash: string;
}

export interface AuditVerification {
  ok: boolean;
  checked: number;
  head: { seq: number; hash: string };
  firstBadSeq?: number;
}
