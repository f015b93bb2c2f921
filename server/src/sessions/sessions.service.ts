import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Transaction } from '../database/unit-of-work.js';
import { Notifications } from '../notifications/notifications.js';
import { isUuid } from '../common/uuid.js';
import { Clock, Ids } from '../time/clock.js';
import { RecentAnswers } from '../time/recent-answers.js';
import { SessionsRepository, type OpenSession } from './sessions.repository.js';

const sessionDays = 7;
/** How long a session is taken for open without another look: what is revoked must be refused within a second. */
const maxAgeMs = 1_000;
const rememberedSessions = 20_000;

/** What the token says: whose session it is. All else is looked up. */
interface Claims {
  sub: string;
  sid: string;
}

export interface StartedSession {
  sessionId: string;
  token: string;
  expiresAt: Date;
}

/** Sessions are rows that a signed token names: signing out, a new password or a disabled account ends them at once. */
@Injectable()
export class SessionsService {
  private readonly open: RecentAnswers<OpenSession>;

  constructor(
    private readonly jwt: JwtService,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
    notifications: Notifications,
  ) {
    this.open = new RecentAnswers((keys) => this.findOpen(keys), { maxAgeMs, maxEntries: rememberedSessions });
    notifications.on('missed', () => this.open.forget(() => true));
    notifications.on('access', ({ userId, sessionId }) => {
      if (userId === undefined && sessionId === undefined) return;
      this.open.forget((session) => session.userId === userId || session.sessionId === sessionId);
    });
  }

  async start(
    tx: Transaction,
    userId: string,
    { ip, userAgent }: { ip: string | null; userAgent: string | null },
  ): Promise<StartedSession> {
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + sessionDays * 24 * 60 * 60 * 1000);
    const sessionId = this.ids.next();
    await this.sessions.deleteExpired(tx, userId, createdAt);
    await this.sessions.insert(tx, { id: sessionId, userId, createdAt, expiresAt, ip, userAgent });
    const claims: Claims = { sub: userId, sid: sessionId };
    const token = await this.jwt.signAsync({ ...claims, exp: Math.floor(expiresAt.getTime() / 1000) });
    return { sessionId, token, expiresAt };
  }

  async isOpen(userId: string, sessionId: string): Promise<boolean> {
    return (await this.named({ sub: userId, sid: sessionId })) !== null;
  }

  /** The open session that a token's claims name; null if they name none. */
  async named(claims: unknown): Promise<OpenSession | null> {
    if (!isClaims(claims)) return null;
    const session = await this.open.get(claims.sid);
    return session?.userId === claims.sub ? session : null;
  }

  async end(tx: Transaction, sessionId: string): Promise<void> {
    await this.sessions.revoke(tx, sessionId, this.clock.now());
    tx.publishAfterCommit({ topic: 'access', sessionId });
  }

  async endOthers(tx: Transaction, userId: string, keptSessionId: string): Promise<number> {
    const ended = await this.sessions.revokeOfUser(tx, userId, keptSessionId, this.clock.now());
    for (const sessionId of ended) tx.publishAfterCommit({ topic: 'access', sessionId });
    return ended.length;
  }

  async endAll(tx: Transaction, userId: string): Promise<number> {
    const ended = await this.sessions.revokeOfUser(tx, userId, null, this.clock.now());
    tx.publishAfterCommit({ topic: 'access', userId });
    return ended.length;
  }

  private async findOpen(ids: string[]): Promise<ReadonlyMap<string, OpenSession>> {
    const sessions = await this.sessions.findOpen(ids, this.clock.now());
    return new Map(sessions.map((session) => [session.sessionId, session]));
  }
}

function isClaims(claims: unknown): claims is Claims {
  return (
    typeof claims === 'object' &&
    claims !== null &&
    'sub' in claims &&
    'sid' in claims &&
    isUuid(claims.sub) &&
    isUuid(claims.sid)
  );
}
