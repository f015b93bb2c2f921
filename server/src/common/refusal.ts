/** Why a call was refused that may be part of an attack; each is counted, and recorded or told in the log. */
export const refusalKinds = [
  'sign-in',
  'lock-out',
  'password',
  'setup-code',
  'invitation',
  'session',
  'node-token',
  'permission',
  'forgery',
  'origin',
  'host',
  'metrics',
  'rate-limit',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

export interface Refusal {
  kind: RefusalKind;
  /** The address whose account the caller wanted to use or make. */
  email?: string;
  /** The change that was tried has recorded it itself. */
  isRecorded?: boolean;
}
