import type { Role } from './permissions.js';

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
}

/** What `GET /api/users` lists. */
export interface UserAccount extends User {
  disabled: boolean;
  createdAt: string;
  lastLoginAt: string | null;
}

export interface RegisterRequest {
  email: string;
  password: string;
  name?: string;
  setupCode?: string;
  invitation?: string;
}

export interface LoginRequest {
  email: string;
  password: string;
}

/** The answer of login and register; the token is a JWT that names a session. */
export interface SignedIn {
  user: User;
  token: string;
  expiresAt: string;
}

export interface ChangePasswordRequest {
  current: string;
  next: string;
}

export interface UpdateUserRequest {
  role?: Role;
  disabled?: boolean;
}

export interface CreateInvitationRequest {
  email: string;
  role: Role;
}

/** `token` is shown this once; it goes into `RegisterRequest.invitation`. */
export interface CreatedInvitation {
  id: string;
  email: string;
  role: Role;
  token: string;
  expiresAt: string;
}

/** An invitation in force: neither accepted, nor withdrawn, nor past its time. What `GET /api/users/invitations` lists. */
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  createdBy: string;
  createdByName: string;
  createdAt: string;
  expiresAt: string;
}

export const sessionCookie = 'hb_token';
export const csrfCookie = 'XSRF-TOKEN';
export const csrfHeader = 'x-xsrf-token';
