import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { TooManyRequestsError } from '../common/domain-error.js';
import type { Principal } from '../identity/principal.js';

/** Streams, long polls and downloads that are open at a time in one process: twenty tabs of the console and more. */
export const openStreamLimits = { ofUser: 128, ofSession: 64, ofNodeToken: 16 } as const;
/** What whoever has too many is told to wait. */
const retryAfterSeconds = 5;

/** Who lost access: all of a user's sessions, one session, a token, or a node. */
export interface LostAccess {
  userId?: string;
  sessionId?: string;
  tokenId?: string;
  nodeId?: string;
}

/** Every open stream and long poll with whom it belongs to, so that losing access, or the server's end, ends it. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly open = new Map<AbortController, Principal | undefined>();
  private ended = false;

  get count(): number {
    return this.open.size;
  }

  /** Runs `work` with a signal that is aborted when the principal loses access or the server stops. */
  async openWhile<T>(principal: Principal | undefined, work: (closing: AbortSignal) => Promise<T>): Promise<T> {
    const controller = this.enter(principal);
    try {
      return await work(controller.signal);
    } finally {
      this.open.delete(controller);
    }
  }

  /**
   * Counts a stream until its reader has gone.
   *
   * @param gone aborted when the stream has ended, whoever ended it
   * @returns a signal that is aborted then, and also when the principal loses access or the server stops
   */
  openUntil(gone: AbortSignal, principal: Principal | undefined): AbortSignal {
    const controller = this.enter(principal);
    const leave = (): void => {
      this.open.delete(controller);
      controller.abort();
    };
    if (gone.aborted) leave();
    else gone.addEventListener('abort', leave, { once: true });
    return controller.signal;
  }

  /** Counts an answer that is still being sent when its call has returned. */
  countUntil(principal: Principal | undefined, ended: (done: () => void) => void): void {
    const controller = this.enter(principal);
    ended(() => this.open.delete(controller));
  }

  /** Ends what belongs to whoever lost access. */
  endOf(lost: LostAccess): void {
    for (const [controller, principal] of this.open) {
      if (principal && concerns(lost, principal)) controller.abort();
    }
  }

  /** Ends what belongs to principals that are no longer let in, for whatever reason nothing was heard of. */
  async recheck(isWelcome: (principal: Principal) => Promise<boolean>): Promise<void> {
    const checked = [...this.open].map(async ([controller, principal]) => {
      if (principal && !(await isWelcome(principal))) controller.abort();
    });
    await Promise.all(checked);
  }

  beforeApplicationShutdown(): void {
    this.endAll();
  }

  /** Ends all of them, and each that comes after: the server is about to stop. */
  endAll(): void {
    this.ended = true;
    for (const controller of this.open.keys()) controller.abort();
  }

  private enter(principal: Principal | undefined): AbortController {
    if (principal) this.refuseTooMany(principal);
    const controller = new AbortController();
    this.open.set(controller, principal);
    if (this.ended) controller.abort();
    return controller;
  }

  private refuseTooMany(principal: Principal): void {
    const others = [...this.open.values()].filter((other) => other !== undefined);
    const { ofUser, ofSession, ofNodeToken } = openStreamLimits;
    if (principal.type === 'user') {
      const own = others.filter((other) => other.type === 'user' && other.id === principal.id);
      const ofThis = own.filter((other) => other.type === 'user' && other.sessionId === principal.sessionId);
      if (ofThis.length >= ofSession) throw tooMany(ofSession, 'session');
      if (own.length >= ofUser) throw tooMany(ofUser, 'user');
    } else if (principal.tokenId !== null) {
      const own = others.filter((other) => other.type === 'node' && other.tokenId === principal.tokenId);
      if (own.length >= ofNodeToken) throw tooMany(ofNodeToken, 'node token');
    }
  }
}

function tooMany(limit: number, whose: string): TooManyRequestsError {
  return new TooManyRequestsError(
    retryAfterSeconds,
    `This ${whose} has ${limit} streams, long polls and downloads open, which is as many as it may; close some.`,
  );
}

function concerns(lost: LostAccess, principal: Principal): boolean {
  return principal.type === 'user'
    ? lost.userId === principal.id || lost.sessionId === principal.sessionId
    : (lost.tokenId !== undefined && lost.tokenId === principal.tokenId) ||
        (lost.nodeId !== undefined && lost.nodeId === principal.nodeId);
}
