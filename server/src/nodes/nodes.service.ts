import { Injectable } from '@nestjs/common';
import type { FleetSummary, Node, NodeSort, NodeStatus, Page, UpdateNodeRequest } from '@hyprbox/contracts';
import { nodeIdPattern } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import { pageOf } from '../http/cursor.js';
import type { Actor } from '../http/principal.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import type { NodeEntity } from './node.entity.js';
import { cursorAt, placeFrom } from './node-order.js';
import { NodeNotFoundError } from './nodes.errors.js';
import { toFleetSummary, toNode } from './nodes.mapper.js';
import { NodesRepository, type StatusRule } from './nodes.repository.js';

export interface NodesList {
  status?: NodeStatus;
  tag?: string;
  q?: string;
  sort: NodeSort;
  limit: number;
  cursor?: string;
}

/** Reading the fleet, and what people write on its nodes. */
@Injectable()
export class NodesService {
  constructor(
    private readonly repository: NodesRepository,
    private readonly settings: SettingsService,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async exists(nodeId: string): Promise<boolean> {
    return isNodeId(nodeId) && this.repository.isActive(nodeId);
  }

  /** Throws if there is no such node, or no longer. */
  async require(nodeId: string): Promise<void> {
    if (!(await this.exists(nodeId))) throw new NodeNotFoundError();
  }

  /** Throws if there has never been such a node: the history of a decommissioned one stays readable. */
  async requireKnown(nodeId: string): Promise<void> {
    if (!isNodeId(nodeId) || !(await this.repository.isKnown(nodeId))) throw new NodeNotFoundError();
  }

  /** As {@link require}, and the node is not decommissioned before the transaction has ended. */
  async hold(tx: Transaction, nodeId: string): Promise<void> {
    if (!isNodeId(nodeId) || !(await this.repository.share(tx, nodeId))) throw new NodeNotFoundError();
  }

  /** As {@link hold}, for a node that may be gone. @returns whether it is there */
  async holdIfThere(tx: Transaction, nodeId: string): Promise<boolean> {
    return isNodeId(nodeId) && this.repository.share(tx, nodeId);
  }

  async get(nodeId: string): Promise<Node> {
    const row = isNodeId(nodeId) ? await this.repository.find(nodeId, await this.rule()) : null;
    if (!row) throw new NodeNotFoundError();
    return toNode(row);
  }

  /** Those of the nodes that are there, in no order. */
  async getMany(nodeIds: readonly string[]): Promise<Node[]> {
    return (await this.repository.findMany(nodeIds, await this.rule())).map(toNode);
  }

  async tagsOf(nodeIds: readonly string[]): Promise<Map<string, string[]>> {
    return this.repository.tagsOf(nodeIds);
  }

  async list({ sort, limit, cursor, ...filter }: NodesList): Promise<Page<Node>> {
    const after = placeFrom(cursor, sort);
    const rows = await this.repository.page(filter, sort, after, limit + 1, await this.rule());
    return pageOf(rows, limit, toNode, ({ place }) => cursorAt(sort, place));
  }

  async summary(): Promise<FleetSummary> {
    const rule = await this.rule();
    const [counts, jobs] = await Promise.all([this.repository.countByStatus(rule), this.executions.counts24h()]);
    return toFleetSummary(counts, jobs, rule.thresholds);
  }

  async update(actor: Actor, nodeId: string, request: UpdateNodeRequest): Promise<Node> {
    if (!isNodeId(nodeId)) throw new NodeNotFoundError();
    await this.work.run<NodeChanges | null>(
      (changes) =>
        changes && { actor, action: 'node.update', target: { type: 'node', id: nodeId }, details: { ...changes } },
      async (tx) => {
        const node = await this.repository.lock(tx, nodeId);
        if (!node) throw new NodeNotFoundError();
        const changes = changesOf(node, request);
        if (Object.keys(changes).length === 0) return null;
        await this.repository.update(tx, nodeId, changes);
        tx.tell({ topic: 'node', nodeId });
        return changes;
      },
    );
    return this.get(nodeId);
  }

  private async rule(): Promise<StatusRule> {
    const { thresholds } = await this.settings.current();
    return { thresholds, now: this.clock.now() };
  }
}

export function isNodeId(text: string): boolean {
  return nodeIdPattern.test(text);
}

interface NodeChanges {
  tags?: string[];
  displayName?: string | null;
}

function changesOf(node: NodeEntity, { tags, displayName }: UpdateNodeRequest): NodeChanges {
  const unique = tags && [...new Set(tags)];
  const name = displayName === undefined ? undefined : displayName.trim() || null;
  return {
    ...(unique && unique.join(',') !== node.tags.join(',') && { tags: unique }),
    ...(name !== undefined && name !== node.displayName && { displayName: name }),
  };
}
