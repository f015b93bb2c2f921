import type { CreatedNodeToken, NodeToken } from '@hyprbox/contracts';
import type { NodeTokenEntity } from './node-token.entity.js';

export function toNodeToken(row: NodeTokenEntity): NodeToken {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    nodeId: row.nodeId,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

export function toCreatedNodeToken(row: NodeTokenEntity, token: string): CreatedNodeToken {
  const { id, name, prefix, nodeId, createdAt } = row;
  return { id, name, prefix, nodeId, token, createdAt: createdAt.toISOString() };
}
