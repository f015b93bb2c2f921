import type { ChangePasswordRequest, LoginRequest, RegisterRequest } from '../auth.js';
import type { SignedIn } from '../users.schema.js';
import type { User } from '../users.schema.js';
import { command, get, post } from './endpoint.js';

export const authEndpoints = {
  login: (request: LoginRequest) => post<SignedIn>('/auth/login', request),
  register: (request: RegisterRequest) => post<SignedIn>('/auth/register', request),
  me: () => get<User>('/auth/me'),
  /** Ends the session everywhere. */
  logout: () => command('POST', '/auth/logout'),
  /** Ends the user's other sessions. */
  changePassword: (request: ChangePasswordRequest) => command('POST', '/auth/password', request),
};
