import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Hints } from '../hints/hints.js';
import type { HintOf } from '../hints/hint.js';
import type { Principal } from './principal.js';

/** Every open stream and held request with whom it belongs to, so that losing access, or the server's end, ends it. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  private readonly open = new Map<AbortController, Principal | undefined>();

  constructor(hints: Hints) {
    hints.on('access', (hint) => this.closeFor(hint));
  }

  get count(): number {
    return this.open.size;
  }

  /** Runs `work` with a signal that is aborted when the principal loses access or the server stops. */
  async hold<T>(principal: Principal | undefined, work: (closing: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.open.set(controller, principal);
    try {
      return await work(controller.signal);
    } finally {
      this.open.delete(controller);
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
    for (const controller of this.open.keys()) controller.abort();
  }

  private closeFor(hint: HintOf<'access'>): void {
    for (const [controller, principal] of this.open) {
      if (principal && concerns(hint, principal)) controller.abort();
    }
  }
}

function concerns(hint: HintOf<'access'>, principal: Principal): boolean {
  return principal.type === 'user'
    ? hint.userId === principal.id || hint.sessionId === principal.sessionId
    : (hint.tokenId !== undefined && hint.tokenId === principal.tokenId) ||
        (hint.nodeId !== undefined && hint.nodeId === principal.nodeId);
}
