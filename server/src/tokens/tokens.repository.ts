import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { rawQuery } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { NodeTokenEntity } from './node-token.entity.js';

/** What is needed to let an agent in. */
export type UsableToken = Pick<NodeTokenEntity, 'id' | 'prefix' | 'hash' | 'nodeId'>;

const lockShared = rawQuery('tokens.lockShared', {});

@Injectable()
export class TokensRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findUsable(prefixes: string[]): Promise<UsableToken[]> {
    return this.dataSource.manager.find(NodeTokenEntity, {
      select: { id: true, prefix: true, hash: true, nodeId: true },
      where: { prefix: In(prefixes), revokedAt: IsNull() },
    });
  }

  /** In force or revoked. */
  async findByPrefix(prefix: string): Promise<NodeTokenEntity | null> {
    return this.dataSource.manager.findOneBy(NodeTokenEntity, { prefix });
  }

  /** Newest first. */
  async findPage(afterId: string | null, count: number): Promise<NodeTokenEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(NodeTokenEntity, 'token').orderBy('token.id', 'DESC');
    if (afterId !== null) query.where('token.id < :afterId', { afterId });
    return query.take(count).getMany();
  }

  async insert(tx: Transaction, token: NodeTokenEntity): Promise<void> {
    await tx.manager.insert(NodeTokenEntity, token);
  }

  /** Whether the token is in force; a revocation waits for the end of the transaction. */
  async lockShared(tx: Transaction, id: string): Promise<boolean> {
    const rows = await lockShared.rows(
      tx.manager,
      'SELECT FROM node_tokens WHERE id = $1 AND revoked_at IS NULL FOR SHARE',
      [id],
    );
    return rows.length > 0;
  }

  async lock(tx: Transaction, id: string): Promise<NodeTokenEntity | null> {
    return tx.manager.findOne(NodeTokenEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async revoke(tx: Transaction, id: string, at: Date): Promise<void> {
    await tx.manager.update(NodeTokenEntity, { id }, { revokedAt: at });
  }

  async revokeForNode(tx: Transaction, nodeId: string, at: Date): Promise<number> {
    const { affected } = await tx.manager.update(NodeTokenEntity, { nodeId, revokedAt: IsNull() }, { revokedAt: at });
    return affected ?? 0;
  }

  /** @returns whether the token was free and now belongs to the node */
  async pin(tx: Transaction, id: string, nodeId: string): Promise<boolean> {
    const free = { id, nodeId: IsNull(), revokedAt: IsNull() };
    const { affected } = await tx.manager.update(NodeTokenEntity, free, { nodeId });
    return affected === 1;
  }

  async markUsed(tx: Transaction, ids: string[], at: Date): Promise<void> {
    await tx.manager.query(
      `UPDATE node_tokens SET last_used_at = $2
       WHERE id = ANY ($1::uuid[]) AND (last_used_at IS NULL OR last_used_at < $2)`,
      [ids, at],
    );
  }
}
