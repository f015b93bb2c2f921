import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork, type Audited } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import type { Actor } from '../http/principal.js';
import { Clock } from '../time/clock.js';
import { TokensService } from '../tokens/tokens.service.js';
import { NodeNotFoundError } from './nodes.errors.js';
import { NodesRepository } from './nodes.repository.js';
import { isNodeId } from './nodes.service.js';

interface Decommissioned {
  hostname: string;
  revokedTokens: number;
  cancelledJobs: string[];
}

/** Takes a node out of the fleet; its history stays for as long as history is kept. */
@Injectable()
export class Decommissioning {
  constructor(
    private readonly repository: NodesRepository,
    private readonly tokens: TokensService,
    private readonly executions: ExecutionsService,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async decommission(actor: Actor, nodeId: string): Promise<void> {
    if (!isNodeId(nodeId)) throw new NodeNotFoundError();
    const audited = ({ hostname, revokedTokens, cancelledJobs }: Decommissioned): Audited => ({
      actor,
      action: 'node.delete',
      target: { type: 'node', id: nodeId },
      details: { hostname, revokedTokens, cancelledJobs: cancelledJobs.length },
    });
    await this.work.run(audited, async (tx) => {
      const node = await this.repository.lock(tx, nodeId);
      if (!node) throw new NodeNotFoundError();
      await this.repository.update(tx, nodeId, { decommissionedAt: this.clock.now() });
      const revokedTokens = await this.tokens.revokeForNode(tx, nodeId);
      const cancelledJobs = await this.executions.cancelQueuedFor(tx, nodeId);
      await this.activity.append(tx, { nodeId, kind: 'node', message: `${nodeId} was decommissioned` });
      tx.tell({ topic: 'node', nodeId });
      return { hostname: node.hostname, revokedTokens, cancelledJobs };
    });
  }
}
