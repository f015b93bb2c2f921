import type { CreateInvitationRequest, UpdateUserRequest } from '../auth.js';
import type { Page } from '../schema-parts.js';
import type { CreatedInvitation, Invitation, UserAccount } from '../users.schema.js';
import { command, get, patch, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export const usersEndpoints = {
  list: (query?: PageQuery) => get<Page<UserAccount>>('/users', query),
  update: (id: string, change: UpdateUserRequest) => patch<UserAccount>(path`/users/${id}`, change),
  /** The answer's `token` is shown this once; it goes into the registration of the invited. */
  invite: (request: CreateInvitationRequest) => post<CreatedInvitation>('/users/invitations', request),
  /** Those that can still be accepted, newest first. */
  invitations: (query?: PageQuery) => get<Page<Invitation>>('/users/invitations', query),
  /** Its link is of no use from now on. */
  withdrawInvitation: (id: string) => command('DELETE', path`/users/invitations/${id}`),
};
