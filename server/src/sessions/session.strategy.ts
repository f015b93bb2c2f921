import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import { JWT_SECRET } from './jwt-secret.js';
import type { OpenSession } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

const name = 'session';

/** What passport is asked about: a token, wherever the request carried it. */
interface Presented {
  token: string;
}

/**
 * Checks a session's JWT by passport-jwt and finds the session that it names.
 *
 * A request may carry two tokens, one in its header and one in its cookie, and each is looked at by itself; so passport
 * is handed a token, not the request.
 */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, name) {
  private own?: passport.Authenticator;

  constructor(
    @Inject(JWT_SECRET) secret: string,
    private readonly sessions: SessionsService,
  ) {
    super({
      jwtFromRequest: (presented: unknown) => (presented as Presented).token,
      secretOrKey: secret,
      // The algorithm is pinned: a token must not choose how it is checked (RFC 8725, section 3.1).
      algorithms: ['HS256'],
    });
  }

  /** Called by passport with the claims of a token whose signature and expiry hold. */
  async validate(claims: unknown): Promise<OpenSession | false> {
    return (await this.sessions.named(claims)) ?? false;
  }

  /** The open session that a token names, or null for any other text. */
  async find(token: string): Promise<OpenSession | null> {
    const presented: Presented = { token };
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, session: OpenSession | false | undefined): void => {
        if (error) reject(error instanceof Error ? error : new Error(String(error)));
        else resolve(session || null);
      };
      this.getPassportInstance().authenticate(name, { session: false }, answer)(presented, {}, reject);
    });
  }

  /** One of its own for each application: passport's usual one is the whole process's. */
  getPassportInstance(): passport.Authenticator {
    this.own ??= new passport.Passport();
    return this.own;
  }
}
