import { Injectable } from '@nestjs/common';
import { Notifications } from '../notifications/notifications.js';
import type { NodePrincipal } from '../identity/principal.js';
import { RecentAnswers } from '../time/recent-answers.js';
import { prefixOf, tokenMatches } from './token-secret.js';
import { TokenUse } from './token-use.js';
import { TokensRepository, type UsableToken } from './tokens.repository.js';

/** How long a token is taken for good without another look: a revoked one must be refused within a second. */
const maxAgeMs = 1_000;
const rememberedTokens = 50_000;

/** Lets agents in by their tokens. It is on the way of every heartbeat, so it looks tokens up together and seldom. */
@Injectable()
export class TokenCheck {
  private readonly usable: RecentAnswers<UsableToken>;

  constructor(
    private readonly tokens: TokensRepository,
    private readonly use: TokenUse,
    notifications: Notifications,
  ) {
    this.usable = new RecentAnswers((prefixes) => this.findUsable(prefixes), {
      maxAgeMs,
      maxEntries: rememberedTokens,
    });
    notifications.on('missed', () => this.usable.forget(() => true));
    notifications.on('access', ({ tokenId, nodeId }) => {
      if (tokenId === undefined && nodeId === undefined) return;
      this.usable.forget((token) => token.id === tokenId || (nodeId !== undefined && token.nodeId === nodeId));
    });
  }

  /** @returns null if the text is no token that is in force */
  async authenticate(text: string): Promise<NodePrincipal | null> {
    const prefix = prefixOf(text);
    if (prefix === null) return null;
    const token = await this.usable.get(prefix);
    if (!token || !tokenMatches(text, token.hash)) return null;
    // A free token may be pinned through another replica in the very next moment, and its node be known there already.
    if (token.nodeId === null) this.usable.drop(prefix);
    this.use.note(token.id);
    return { type: 'node', tokenId: token.id, nodeId: token.nodeId };
  }

  private async findUsable(prefixes: string[]): Promise<ReadonlyMap<string, UsableToken>> {
    const tokens = await this.tokens.findUsable(prefixes);
    return new Map(tokens.map((token) => [token.prefix, token]));
  }
}
