import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import type { Actor } from '../identity/principal.js';
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
export class DecommissioningService {
  constructor(
    private readonly repository: NodesRepository,
    private readonly tokens: TokensService,
    private readonly executions: ExecutionsService,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
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
      await this.repository.update(tx, nodeId, { decommissionedAt: await tx.now() });
      const revokedTokens = await this.tokens.revokeForNode(tx, nodeId);
      const cancelledJobs = await this.executions.cancelQueuedFor(tx, nodeId);
      this.activity.append(tx, { nodeId, kind: 'node', message: `${nodeId} was decommissioned` });
      tx.publishAfterCommit({ topic: 'node', nodeId });
      return { hostname: node.hostname, revokedTokens, cancelledJobs };
    });
  }
}
