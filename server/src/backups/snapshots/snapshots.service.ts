import { Injectable } from '@nestjs/common';
import {
  backupLimits,
  type BackupSnapshots,
  type SnapshotDifference,
  type SnapshotMatches,
  type SnapshotTree,
} from '@hyprbox/contracts';
import { OrdersService } from '../../executions/orders.service.js';
import type { UserPrincipal } from '../../identity/principal.js';
import { PoliciesService } from '../policies/policies.service.js';
import { QueriesService } from '../queries/queries.service.js';
import { QueryQueueingService } from '../queries/query-queueing.service.js';
import { SnapshotsRepository } from '../targets/snapshots.repository.js';

/** What is in a policy's repository: the list as it was said last, the rest asked of the node. */
@Injectable()
export class SnapshotsService {
  constructor(
    private readonly repository: SnapshotsRepository,
    private readonly policies: PoliciesService,
    private readonly queueing: QueryQueueingService,
    private readonly queries: QueriesService,
    private readonly orders: OrdersService,
  ) {}

  async list(policyId: string, nodeId?: string): Promise<BackupSnapshots> {
    await this.policies.find(policyId);
    const [items, { known, asOf }] = await Promise.all([
      this.repository.list(policyId, nodeId ?? null, backupLimits.snapshotsListed),
      this.repository.extent(policyId, nodeId ?? null),
    ]);
    return { items, leftOut: Math.max(0, known - items.length), asOf: asOf?.toISOString() ?? null };
  }

  /**
   * Has the node list them anew; the list is there later.
   *
   * @param key the caller's name for this order: under one name, the node is asked once
   */
  async refresh(user: UserPrincipal, policyId: string, nodeId?: string, key?: string): Promise<void> {
    const request = { action: 'backup.snapshots.refresh', policyId, nodeId };
    await this.orders.carryOut({ userId: user.id, key, request }, async () => {
      const asked = await this.queueing.prepare(policyId, nodeId, '/nodeId', { operation: 'SNAPSHOTS' });
      // To look changes nothing that the audit trail would tell of.
      return { audited: () => null, queue: (tx) => this.queueing.queue(tx, asked) };
    });
  }

  async tree(
    policyId: string,
    query: { snapshotId: string; path: string; nodeId?: string },
    closing: AbortSignal,
  ): Promise<SnapshotTree> {
    const { snapshotId, path, nodeId } = query;
    const asked = await this.queueing.prepare(policyId, nodeId, '?nodeId', { operation: 'TREE', snapshotId, path });
    // An answer was held against its form when it arrived, and a good one to a TREE has a tree.
    return (await this.queries.ask(asked, closing)) as SnapshotTree;
  }

  async find(
    policyId: string,
    { pattern, nodeId }: { pattern: string; nodeId?: string },
    closing: AbortSignal,
  ): Promise<SnapshotMatches> {
    const asked = await this.queueing.prepare(policyId, nodeId, '?nodeId', { operation: 'FIND', pattern });
    // As above, of a FIND.
    return (await this.queries.ask(asked, closing)) as SnapshotMatches;
  }

  async diff(
    policyId: string,
    { from, to, nodeId }: { from: string; to: string; nodeId?: string },
    closing: AbortSignal,
  ): Promise<SnapshotDifference> {
    const asked = await this.queueing.prepare(policyId, nodeId, '?nodeId', { operation: 'DIFF', from, to });
    // As above, of a DIFF.
    return (await this.queries.ask(asked, closing)) as SnapshotDifference;
  }
}
