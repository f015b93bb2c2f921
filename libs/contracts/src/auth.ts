import type { Role } from './permissions.js';

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

export const sessionCookie = 'hb_token';
export const csrfCookie = 'XSRF-TOKEN';
export const csrfHeader = 'x-xsrf-token';
