import type {
  CreatedInvitation,
  CreateInvitationRequest,
  Invitation,
  Page,
  UpdateUserRequest,
  UserAccount,
} from '@hyprbox/contracts';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

/** `/api/users` */
export class UsersApi {
  constructor(private readonly http: Http) {}

  list(page: PageQuery = {}, call?: CallOptions): Promise<Page<UserAccount>> {
    return this.http.get('/users', { ...page }, call);
  }

  update(id: string, request: UpdateUserRequest, call?: CallOptions): Promise<UserAccount> {
    return this.http.write('PATCH', path`/users/${id}`, request, call);
  }

  /** The answer's `token` is shown this once; it goes into the registration of the invited. */
  invite(request: CreateInvitationRequest, call?: CallOptions): Promise<CreatedInvitation> {
    return this.http.write('POST', '/users/invitations', request, call);
  }

  /** Those that can still be accepted, newest first. */
  invitations(page: PageQuery = {}, call?: CallOptions): Promise<Page<Invitation>> {
    return this.http.get('/users/invitations', { ...page }, call);
  }

  /** Its link is of no use from now on. */
  withdrawInvitation(id: string, call?: CallOptions): Promise<void> {
    return this.http.command('DELETE', path`/users/invitations/${id}`, undefined, call);
  }
}
