import type { ChangePasswordRequest, LoginRequest, RegisterRequest, SignedIn, User } from '@hyprbox/contracts';
import type { CallOptions, Http } from './http.js';

/** `/api/auth` */
export class AuthApi {
  constructor(private readonly http: Http) {}

  login(request: LoginRequest, call?: CallOptions): Promise<SignedIn> {
    return this.http.write('POST', '/auth/login', request, call);
  }

  register(request: RegisterRequest, call?: CallOptions): Promise<SignedIn> {
    return this.http.write('POST', '/auth/register', request, call);
  }

  me(call?: CallOptions): Promise<User> {
    return this.http.get('/auth/me', {}, call);
  }

  /** Ends the session everywhere. */
  logout(call?: CallOptions): Promise<void> {
    return this.http.command('POST', '/auth/logout', undefined, call);
  }

  /** Ends the user's other sessions. */
  changePassword(request: ChangePasswordRequest, call?: CallOptions): Promise<void> {
    return this.http.command('POST', '/auth/password', request, call);
  }
}
