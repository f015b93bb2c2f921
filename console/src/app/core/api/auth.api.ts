import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { ChangePasswordRequest, LoginRequest, RegisterRequest, SignedIn, User } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';

/** `/api/auth`. The browser's session is the HttpOnly cookie that `login` sets; the token in its answer is not kept. */
@Injectable({ providedIn: 'root' })
export class AuthApi {
  private readonly http = inject(HttpClient);

  login(request: LoginRequest): Observable<SignedIn> {
    return this.http.post<SignedIn>('/api/auth/login', request);
  }

  register(request: RegisterRequest): Observable<SignedIn> {
    return this.http.post<SignedIn>('/api/auth/register', request);
  }

  me(): Observable<User> {
    return this.http.get<User>('/api/auth/me');
  }

  logout(): Observable<void> {
    return this.http.post<void>('/api/auth/logout', {});
  }

  changePassword(request: ChangePasswordRequest): Observable<void> {
    return this.http.post<void>('/api/auth/password', request);
  }
}
