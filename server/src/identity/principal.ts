import type { Role } from '@hyprbox/contracts';

export interface UserPrincipal {
  type: 'user';
  id: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string;
  /** The browser sends cookies by itself, so a call that came by one must prove where it came from. */
  via: 'cookie' | 'bearer';
}

export interface NodePrincipal {
  type: 'node';
  /** Null only where node tokens are not required. */
  tokenId: string | null;
  /** The node that the token is for; null while it is still to be pinned. */
  nodeId: string | null;
}

export type Principal = UserPrincipal | NodePrincipal;

/** Who did something and from where, as the audit trail records it. */
export interface Actor {
  type: 'user' | 'node' | 'system' | 'anonymous';
  id: string | null;
  name: string | null;
  ip: string | null;
  userAgent: string | null;
}

export const systemActor: Actor = { type: 'system', id: null, name: 'HyprBox', ip: null, userAgent: null };
