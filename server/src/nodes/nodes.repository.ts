import { Injectable } from '@nestjs/common';
import { nodeStatuses, type FleetTag, type NodeSort, type NodeStatus, type Thresholds } from '@hyprbox/contracts';
import {
  flag,
  fleetTagSchema,
  inventorySchema,
  listOf,
  metricsSchema,
  nullable,
  number,
  oneOf,
  text,
  Type,
} from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { integer, rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { CursorValues } from '../common/cursor.js';
import { NodeEntity } from './node.entity.js';
import { nodeOrder } from './node-order.js';
import { awaySql, statusAsOfSql, statusParameters, statusSinceSql, statusSql } from './node-status.sql.js';

export interface NodeFilter {
  status?: NodeStatus;
  tag?: string;
  /** Part of the id, the host's name or the display name. */
  q?: string;
}

const nodeColumns = {
  id: text,
  hostname: text,
  displayName: nullable(text),
  lastSeenAt: nullable(timestamp),
  intervalSeconds: integer,
  agentVersion: nullable(text),
  tags: listOf(text),
  metrics: nullable(metricsSchema),
  inventory: inventorySchema,
  status: oneOf(nodeStatuses),
  statusSince: nullable(timestamp),
  statusAsOf: nullable(timestamp),
};
/** The value of a sort key; an order has two or three. */
const sortKey = Type.Union([text, number, timestamp]);

const find = rawQuery('nodes.find', nodeColumns);
const findMany = rawQuery('nodes.findMany', nodeColumns);
const isActive = rawQuery('nodes.isActive', {});
const isAway = rawQuery('nodes.isAway', { away: flag });
const page = rawQuery('nodes.page', { ...nodeColumns, key0: sortKey, key1: sortKey, key2: Type.Optional(sortKey) });
const countByStatus = rawQuery('nodes.countByStatus', {
  status: oneOf(nodeStatuses),
  count: integer,
  longestSilentId: text,
  longestSilentAt: nullable(timestamp),
});
const tags = rawQuery('nodes.tags', fleetTagSchema.properties);
const heardWithin = rawQuery('nodes.heardWithin', { id: text });
const tagsOf = rawQuery('nodes.tagsOf', { id: text, tags: listOf(text) });
const lockShared = rawQuery('nodes.lockShared', {});
const recommission = rawQuery('nodes.recommission', { id: text });
const insert = rawQuery('nodes.insert', { id: text });

export type NodeRow = RowOf<typeof find>;
/** The nodes of one status, and the one of them that was heard last the longest ago. */
export type StatusCount = RowOf<typeof countByStatus>;

const columns = `id, hostname, display_name AS "displayName", last_seen_at AS "lastSeenAt",
  interval_seconds AS "intervalSeconds", agent_version AS "agentVersion", tags, metrics, inventory,
  ${statusSql} AS status, ${statusSinceSql} AS "statusSince", ${statusAsOfSql} AS "statusAsOf"`;

@Injectable()
export class NodesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, thresholds: Thresholds): Promise<NodeRow | null> {
    const [row] = await find.rows(
      this.dataSource,
      `SELECT ${columns} FROM nodes WHERE decommissioned_at IS NULL AND id = $7`,
      [...statusParameters(thresholds), id],
    );
    return row ?? null;
  }

  async findMany(ids: readonly string[], thresholds: Thresholds): Promise<NodeRow[]> {
    return findMany.rows(
      this.dataSource,
      `SELECT ${columns} FROM nodes WHERE decommissioned_at IS NULL AND id = ANY($7)`,
      [...statusParameters(thresholds), ids],
    );
  }

  /** Whether there is such a node, or was. */
  async isKnown(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(NodeEntity, { id });
  }

  async isActive(id: string): Promise<boolean> {
    const rows = await isActive.rows(this.dataSource, 'SELECT FROM nodes WHERE id = $1 AND decommissioned_at IS NULL', [
      id,
    ]);
    return rows.length > 0;
  }

  /** Whether it does not report, or never has. */
  async isAway(id: string): Promise<boolean> {
    const [row] = await isAway.rows(this.dataSource, `SELECT ${awaySql} AS away FROM nodes WHERE id = $1`, [id]);
    return row?.away ?? false;
  }

  /** @returns the rows with the values of their sort keys, which make the next page's cursor */
  async page(
    filter: NodeFilter,
    sort: NodeSort,
    after: CursorValues | null,
    count: number,
    thresholds: Thresholds,
  ): Promise<(NodeRow & { place: CursorValues })[]> {
    const { keys, direction } = nodeOrder(sort);
    const parameters = statusParameters(thresholds);
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const where = conditions(filter, bind);
    if (after) {
      const place = keys.map(({ type }, index) => `${bind(after[index])}::${type}`);
      const side = direction === 'ASC' ? '>' : '<';
      where.push(`(${keys.map(({ sql }) => sql).join(', ')}) ${side} (${place.join(', ')})`);
    }
    const rows = await page.rows(
      this.dataSource,
      `SELECT ${columns}, ${keys.map(({ sql }, index) => `${sql} AS key${index}`).join(', ')}
       FROM nodes WHERE ${where.join(' AND ')}
       ORDER BY ${keys.map(({ sql }) => `${sql} ${direction}`).join(', ')} LIMIT ${bind(count)}`,
      parameters,
    );
    return rows.map(({ key0, key1, key2, ...row }) => ({
      ...row,
      place: [key0, key1, key2].slice(0, keys.length).map(cursorValue),
    }));
  }

  async countByStatus(filter: NodeFilter, thresholds: Thresholds): Promise<StatusCount[]> {
    const parameters = statusParameters(thresholds);
    const where = conditions(filter, (value) => `$${parameters.push(value)}`);
    return countByStatus.rows(
      this.dataSource,
      `SELECT status, count(*)::integer AS count,
         (array_agg(id ORDER BY last_seen_at, id))[1] AS "longestSilentId", min(last_seen_at) AS "longestSilentAt"
       FROM (SELECT id, last_seen_at, ${statusSql} AS status FROM nodes WHERE ${where.join(' AND ')}) n
       GROUP BY status`,
      parameters,
    );
  }

  /** Each tag of the fleet with the number of nodes that have it, the most frequent first. */
  async tags(count: number): Promise<FleetTag[]> {
    return tags.rows(
      this.dataSource,
      `SELECT tag, count(*)::integer AS nodes
       FROM nodes CROSS JOIN LATERAL unnest(tags) AS tag WHERE decommissioned_at IS NULL
       GROUP BY tag ORDER BY nodes DESC, tag LIMIT $1`,
      [count],
    );
  }

  async heardWithin(ms: number): Promise<string[]> {
    const rows = await heardWithin.rows(
      this.dataSource,
      `SELECT id FROM nodes WHERE decommissioned_at IS NULL AND last_seen_at > now() - $1::float8 * interval '1 ms'`,
      [ms],
    );
    return rows.map(({ id }) => id);
  }

  /** The tags of those of the nodes that are there. */
  async tagsOf(ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tagsOf.rows(this.dataSource, 'SELECT id, tags FROM nodes WHERE id = ANY($1)', [ids]);
    return new Map(rows.map(({ id, tags }) => [id, tags]));
  }

  /** Locks the node if it is there and not decommissioned. */
  async lock(tx: Transaction, id: string): Promise<NodeEntity | null> {
    const node = await tx.manager.findOne(NodeEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    return node?.decommissionedAt === null ? node : null;
  }

  /** Keeps the node from being decommissioned until the transaction ends. */
  async lockShared(tx: Transaction, id: string): Promise<boolean> {
    const rows = await lockShared.rows(
      tx.manager,
      'SELECT FROM nodes WHERE id = $1 AND decommissioned_at IS NULL FOR KEY SHARE',
      [id],
    );
    return rows.length > 0;
  }

  async update(
    tx: Transaction,
    id: string,
    changes: Partial<Pick<NodeEntity, 'tags' | 'displayName' | 'decommissionedAt'>>,
  ): Promise<void> {
    await tx.manager.update(NodeEntity, { id }, changes);
  }

  /** @returns whether the node was decommissioned until now */
  async recommission(tx: Transaction, id: string): Promise<boolean> {
    const rows = await recommission.rows(
      tx.manager,
      'UPDATE nodes SET decommissioned_at = NULL WHERE id = $1 AND decommissioned_at IS NOT NULL RETURNING id',
      [id],
    );
    return rows.length > 0;
  }

  /** @returns whether it is new */
  async insert(
    tx: Transaction,
    node: Pick<NodeEntity, 'id' | 'hostname' | 'intervalSeconds' | 'createdAt'>,
  ): Promise<boolean> {
    const rows = await insert.rows(
      tx.manager,
      `INSERT INTO nodes (id, hostname, interval_seconds, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [node.id, node.hostname, node.intervalSeconds, node.createdAt],
    );
    return rows.length > 0;
  }
}

/** @param bind takes up a parameter and gives its place */
function conditions({ status, tag, q }: NodeFilter, bind: (value: unknown) => string): string[] {
  const where = ['decommissioned_at IS NULL'];
  if (status) where.push(`${statusSql} = ${bind(status)}`);
  if (tag !== undefined) where.push(`tags @> ARRAY[${bind(tag)}]::text[]`);
  if (q) where.push(`strpos(lower(concat_ws(E'\\n', id, hostname, display_name)), lower(${bind(q)})) > 0`);
  return where;
}

function cursorValue(value: string | number | Date | undefined): string | number | null {
  return value instanceof Date ? value.toISOString() : (value ?? null);
}
