import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { Actor } from '../identity/principal.js';
import { Clock } from '../time/clock.js';
import { TokensService } from '../tokens/tokens.service.js';
import { NodeDecommissionedError, NodeExistsError, OtherNodesTokenError } from './nodes.errors.js';
import { NodesRepository } from './nodes.repository.js';

interface NewNode {
  nodeId: string;
  hostname: string;
  intervalSeconds: number;
}

/** How a node comes into the fleet: by its first heartbeat. */
@Injectable()
export class NodeAdmissionService {
  constructor(
    private readonly repository: NodesRepository,
    private readonly tokens: TokensService,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** For a token made for the node, or where tokens are not required. That another call was first does no harm. */
  async admit(node: NewNode): Promise<void> {
    await this.work.system('heartbeats', (tx) => this.create(tx, node));
  }

  /** A free token may create one new node and belongs to it from then on: both, or neither. */
  async admitWithFreeToken(tokenId: string, actor: Actor, node: NewNode): Promise<void> {
    const { nodeId } = node;
    await this.work.run(
      {
        actor: { ...actor, id: nodeId, name: nodeId },
        action: 'token.pin',
        target: { type: 'node-token', id: tokenId },
        details: { nodeId, hostname: node.hostname },
      },
      async (tx) => {
        if (!(await this.create(tx, node))) throw new NodeExistsError();
        if (!(await this.tokens.pin(tx, tokenId, nodeId))) throw new OtherNodesTokenError();
      },
    );
  }

  /**
   * A decommissioned node comes back with a token that was made for it since: all earlier ones were revoked with it.
   * Its history goes on where it ended.
   */
  async readmit(tokenId: string, nodeId: string): Promise<void> {
    await this.work.system('heartbeats', async (tx) => {
      if (!(await this.tokens.lockIfInForce(tx, tokenId))) throw new NodeDecommissionedError();
      if (!(await this.repository.recommission(tx, nodeId))) return;
      this.activity.append(tx, { nodeId, kind: 'node', message: `${nodeId} joined the fleet again` });
      tx.publishAfterCommit({ topic: 'node', nodeId });
    });
  }

  private async create(tx: Transaction, { nodeId, hostname, intervalSeconds }: NewNode): Promise<boolean> {
    const isNew = await this.repository.insert(tx, {
      id: nodeId,
      hostname,
      intervalSeconds,
      createdAt: this.clock.now(),
    });
    if (isNew) {
      this.activity.append(tx, { nodeId, kind: 'node', message: `${nodeId} joined the fleet` });
      tx.publishAfterCommit({ topic: 'node', nodeId });
    }
    return isNew;
  }
}
