import { Injectable } from '@nestjs/common';
import type { FleetTags, Node, NodeSort, NodeStatus, Page, Thresholds, UpdateNodeRequest } from '@hyprbox/contracts';
import { limits, nodeIdPattern } from '@hyprbox/contracts';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { pageOf } from '../common/cursor.js';
import type { Actor } from '../identity/principal.js';
import { SettingsService } from '../settings/settings.service.js';
import type { NodeEntity } from './node.entity.js';
import { cursorAt, placeFrom } from './node-order.js';
import { NodeMaintenance } from './node-maintenance.js';
import { NodeNotFoundError } from './nodes.errors.js';
import { toNode, toNodesSummary, type NodesSummary } from './nodes.mapper.js';
import { NodesRepository, type NodeFilter } from './nodes.repository.js';

export interface NodesList {
  status?: NodeStatus;
  tag?: string;
  q?: string;
  sort: NodeSort;
  limit: number;
  cursor?: string;
}

const nobody: ReadonlySet<string> = new Set();

/** Reading the fleet, and what people write on its nodes. */
@Injectable()
export class NodesService {
  constructor(
    private readonly repository: NodesRepository,
    private readonly settings: SettingsService,
    private readonly maintenance: NodeMaintenance,
    private readonly work: UnitOfWork,
  ) {}

  async exists(nodeId: string): Promise<boolean> {
    return isNodeId(nodeId) && this.repository.isActive(nodeId);
  }

  /** Whether it does not report, or never has. */
  async isAway(nodeId: string): Promise<boolean> {
    return this.repository.isAway(nodeId);
  }

  /** Throws if there has never been such a node: the history of a decommissioned one stays readable. */
  async requireKnown(nodeId: string): Promise<void> {
    if (!isNodeId(nodeId) || !(await this.repository.isKnown(nodeId))) throw new NodeNotFoundError();
  }

  /** As {@link require}, and the node is not decommissioned before the transaction has ended. */
  async lockShared(tx: Transaction, nodeId: string): Promise<void> {
    if (!isNodeId(nodeId) || !(await this.repository.lockShared(tx, nodeId))) throw new NodeNotFoundError();
  }

  /** As {@link lockShared}, for a node that may be gone. @returns whether it is there */
  async lockSharedIfPresent(tx: Transaction, nodeId: string): Promise<boolean> {
    return isNodeId(nodeId) && this.repository.lockShared(tx, nodeId);
  }

  async get(nodeId: string): Promise<Node> {
    const row = isNodeId(nodeId) ? await this.repository.find(nodeId, await this.thresholds()) : null;
    if (!row) throw new NodeNotFoundError();
    return toNode(row, await this.maintenance.among([nodeId]));
  }

  /** Those of the nodes that are there, in no order, without whether they are under maintenance. */
  async getMany(nodeIds: readonly string[]): Promise<Node[]> {
    const rows = await this.repository.findMany(nodeIds, await this.thresholds());
    return rows.map((row) => toNode(row, nobody));
  }

  /** The fleet's tags, as many as may be given at once. */
  async tags(): Promise<FleetTags> {
    return { items: await this.repository.tags(limits.fleetTags) };
  }

  /** The ids of the nodes that reported in the last so many milliseconds. */
  async heardWithin(ms: number): Promise<string[]> {
    return this.repository.heardWithin(ms);
  }

  async tagsOf(nodeIds: readonly string[]): Promise<Map<string, string[]>> {
    return this.repository.tagsOf(nodeIds);
  }

  async list({ sort, limit, cursor, ...filter }: NodesList): Promise<Page<Node>> {
    const after = placeFrom(cursor, sort);
    const rows = await this.repository.page(filter, sort, after, limit + 1, await this.thresholds());
    const underMaintenance = await this.maintenance.among(rows.map(({ id }) => id));
    return pageOf(
      rows,
      limit,
      (row) => toNode(row, underMaintenance),
      ({ place }) => cursorAt(sort, place),
    );
  }

  /** Of the nodes that the filter lets through. */
  async summary(filter: Omit<NodeFilter, 'status'>): Promise<NodesSummary> {
    const thresholds = await this.thresholds();
    return toNodesSummary(await this.repository.countByStatus(filter, thresholds), thresholds);
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
        tx.publishAfterCommit({ topic: 'node', nodeId });
        return changes;
      },
    );
    return this.get(nodeId);
  }

  private async thresholds(): Promise<Thresholds> {
    return (await this.settings.current()).thresholds;
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
