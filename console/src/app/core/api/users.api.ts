import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type {
  CreatedInvitation,
  CreateInvitationRequest,
  Invitation,
  Page,
  UpdateUserRequest,
  UserAccount,
} from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import type { PageQuery } from './query-params';
import { queryParams } from './query-params';

/** `/api/users` */
@Injectable({ providedIn: 'root' })
export class UsersApi {
  private readonly http = inject(HttpClient);

  list(query: PageQuery = {}): Observable<Page<UserAccount>> {
    return this.http.get<Page<UserAccount>>('/api/users', { params: queryParams({ ...query }) });
  }

  update(id: string, change: UpdateUserRequest): Observable<UserAccount> {
    return this.http.patch<UserAccount>(`/api/users/${encodeURIComponent(id)}`, change);
  }

  /** The answer holds the invitation's token in clear, this once. */
  invite(request: CreateInvitationRequest): Observable<CreatedInvitation> {
    return this.http.post<CreatedInvitation>('/api/users/invitations', request);
  }

  /** Those that can still be accepted, newest first. */
  invitations(query: PageQuery = {}): Observable<Page<Invitation>> {
    return this.http.get<Page<Invitation>>('/api/users/invitations', { params: queryParams({ ...query }) });
  }

  withdrawInvitation(id: string): Observable<void> {
    return this.http.delete<void>(`/api/users/invitations/${encodeURIComponent(id)}`);
  }
}
