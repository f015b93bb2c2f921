import { Injectable } from '@nestjs/common';
import type { CreatedNodeToken, NodeToken, Page } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { pageOf } from '../common/cursor.js';
import { idFrom } from '../common/id-cursor.js';
import type { PageQuery } from '../http/page-query.dto.js';
import { systemActor, type Actor } from '../identity/principal.js';
import { Clock, Ids } from '../time/clock.js';
import type { NodeTokenEntity } from './node-token.entity.js';
import { newTokenSecret, prefixOf, tokenMatches } from './token-secret.js';
import { TokenNotFound } from './tokens.errors.js';
import { toCreatedNodeToken, toNodeToken } from './tokens.mapper.js';
import { TokensRepository } from './tokens.repository.js';

interface TokenOrder {
  name: string;
  nodeId: string | null;
  createdBy: string | null;
}

/** The tokens that agents carry: made, shown once, pinned to a node, revoked. */
@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<NodeToken>> {
    const rows = await this.tokens.findPage(idFrom(cursor), limit + 1);
    return pageOf(rows, limit, toNodeToken, ({ id }) => [id]);
  }

  async create(actor: Actor, { name, nodeId }: { name: string; nodeId?: string }): Promise<CreatedNodeToken> {
    return this.issue(actor, { name, nodeId: nodeId ?? null, createdBy: actor.id });
  }

  /** A token for the agent of the server's own host. */
  async issueForServer(name: string, nodeId: string | null): Promise<{ token: string }> {
    const { token } = await this.issue(systemActor, { name, nodeId, createdBy: null });
    return { token };
  }

  /** The token that the text is, if it was made here, in force or revoked; null otherwise. */
  async find(text: string): Promise<Pick<NodeTokenEntity, 'nodeId'> | null> {
    const prefix = prefixOf(text);
    const token = prefix === null ? null : await this.tokens.findByPrefix(prefix);
    return token !== null && tokenMatches(text, token.hash) ? token : null;
  }

  /** Revoking what is revoked already changes nothing and is no error. */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.work.run<NodeTokenEntity | null>(
      (token) =>
        token && {
          actor,
          action: 'token.revoke',
          target: { type: 'node-token', id },
          details: { name: token.name, prefix: token.prefix, nodeId: token.nodeId },
        },
      async (tx) => {
        const token = await this.tokens.lock(tx, id);
        if (!token) throw new TokenNotFound();
        if (token.revokedAt) return null;
        await this.tokens.revoke(tx, id, this.clock.now());
        tx.publishAfterCommit({ topic: 'access', tokenId: id });
        return token;
      },
    );
  }

  /**
   * Ties a free token to the node it has just created, once and for all. The caller records it in the audit trail.
   *
   * @returns false if the token was not free, or is revoked
   */
  async pin(tx: Transaction, tokenId: string, nodeId: string): Promise<boolean> {
    const pinned = await this.tokens.pin(tx, tokenId, nodeId);
    if (pinned) tx.publishAfterCommit({ topic: 'access', tokenId });
    return pinned;
  }

  /** Whether a token is in force; if so it stays in force until the end of the transaction. */
  async lockIfInForce(tx: Transaction, tokenId: string): Promise<boolean> {
    return this.tokens.lockShared(tx, tokenId);
  }

  /** @returns how many tokens of the node were in force until now */
  async revokeForNode(tx: Transaction, nodeId: string): Promise<number> {
    const revoked = await this.tokens.revokeForNode(tx, nodeId, this.clock.now());
    tx.publishAfterCommit({ topic: 'access', nodeId });
    return revoked;
  }

  private async issue(actor: Actor, { name, nodeId, createdBy }: TokenOrder): Promise<CreatedNodeToken> {
    const { token, prefix, hash } = newTokenSecret();
    const row: NodeTokenEntity = {
      id: this.ids.next(),
      name,
      prefix,
      hash,
      nodeId,
      createdBy,
      createdAt: this.clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    };
    await this.work.run(
      { actor, action: 'token.create', target: { type: 'node-token', id: row.id }, details: { name, prefix, nodeId } },
      (tx) => this.tokens.insert(tx, row),
    );
    return toCreatedNodeToken(row, token);
  }
}
