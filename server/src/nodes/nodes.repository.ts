import { Injectable } from '@nestjs/common';
import type { NodeSort, NodeStatus, Thresholds } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import type { CursorValues } from '../http/cursor.js';
import { NodeEntity } from './node.entity.js';
import { nodeOrder } from './node-order.js';
import { silenceSql, statusParameters, statusSql } from './node-status.sql.js';
import type { NodeRow, StatusCount } from './nodes.mapper.js';

export interface NodeFilter {
  status?: NodeStatus;
  tag?: string;
  /** Part of the id, the host's name or the display name. */
  q?: string;
}

/** By which thresholds and at which time the status is told. */
export interface StatusRule {
  thresholds: Thresholds;
  now: Date;
}

const columns = `id, hostname, display_name AS "displayName", last_seen_at AS "lastSeenAt",
  interval_seconds AS "intervalSeconds", agent_version AS "agentVersion", tags, metrics, inventory,
  ${statusSql} AS status`;

@Injectable()
export class NodesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string, { now, thresholds }: StatusRule): Promise<NodeRow | null> {
    const [row]: NodeRow[] = await this.dataSource.query(
      `SELECT ${columns} FROM nodes WHERE decommissioned_at IS NULL AND id = $8`,
      [...statusParameters(now, thresholds), id],
    );
    return row ?? null;
  }

  async findMany(ids: readonly string[], { now, thresholds }: StatusRule): Promise<NodeRow[]> {
    return this.dataSource.query(`SELECT ${columns} FROM nodes WHERE decommissioned_at IS NULL AND id = ANY($8)`, [
      ...statusParameters(now, thresholds),
      ids,
    ]);
  }

  /** Whether there is such a node, or was. */
  async isKnown(id: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(NodeEntity, { id });
  }

  async isActive(id: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      'SELECT 1 FROM nodes WHERE id = $1 AND decommissioned_at IS NULL',
      [id],
    );
    return rows.length > 0;
  }

  /** @returns the rows with the values of their sort keys, which make the next page's cursor */
  async page(
    filter: NodeFilter,
    sort: NodeSort,
    after: CursorValues | null,
    count: number,
    { now, thresholds }: StatusRule,
  ): Promise<(NodeRow & { place: CursorValues })[]> {
    const { keys, direction } = nodeOrder(sort);
    const parameters = statusParameters(now, thresholds);
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const where = ['decommissioned_at IS NULL'];
    if (filter.status) where.push(`${statusSql} = ${bind(filter.status)}`);
    if (filter.tag !== undefined) where.push(`tags @> ARRAY[${bind(filter.tag)}]::text[]`);
    if (filter.q) {
      where.push(`strpos(lower(concat_ws(E'\\n', id, hostname, display_name)), lower(${bind(filter.q)})) > 0`);
    }
    if (after) {
      const place = keys.map(({ type }, index) => `${bind(after[index])}::${type}`);
      const side = direction === 'ASC' ? '>' : '<';
      where.push(`(${keys.map(({ sql }) => sql).join(', ')}) ${side} (${place.join(', ')})`);
    }
    const rows: (NodeRow & Record<`key${number}`, string | number | Date>)[] = await this.dataSource.query(
      `SELECT ${columns}, ${keys.map(({ sql }, index) => `${sql} AS key${index}`).join(', ')}
       FROM nodes WHERE ${where.join(' AND ')}
       ORDER BY ${keys.map(({ sql }) => `${sql} ${direction}`).join(', ')} LIMIT ${bind(count)}`,
      parameters,
    );
    return rows.map((row) => ({ ...row, place: keys.map((_, index) => cursorValue(row[`key${index}`])) }));
  }

  async countByStatus({ now, thresholds }: StatusRule): Promise<StatusCount[]> {
    return this.dataSource.query(
      `SELECT status, count(*)::integer AS count,
         (array_agg(id ORDER BY last_seen_at, id))[1] AS "longestSilentId", min(last_seen_at) AS "longestSilentAt"
       FROM (SELECT id, last_seen_at, ${statusSql} AS status FROM nodes WHERE decommissioned_at IS NULL) n
       GROUP BY status`,
      statusParameters(now, thresholds),
    );
  }

  /** The tags of those of the nodes that are there. */
  async tagsOf(ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows: { id: string; tags: string[] }[] = await this.dataSource.query(
      'SELECT id, tags FROM nodes WHERE id = ANY($1)',
      [ids],
    );
    return new Map(rows.map(({ id, tags }) => [id, tags]));
  }

  /** Locks the node if it is there and not decommissioned. */
  async lock(tx: Transaction, id: string): Promise<NodeEntity | null> {
    const node = await tx.manager.findOne(NodeEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    return node?.decommissionedAt === null ? node : null;
  }

  /** Keeps the node from being decommissioned until the transaction ends. */
  async share(tx: Transaction, id: string): Promise<boolean> {
    const rows: unknown[] = await tx.manager.query(
      'SELECT 1 FROM nodes WHERE id = $1 AND decommissioned_at IS NULL FOR KEY SHARE',
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

  /**
   * Marks nodes that have fallen silent and were not marked yet. One that is being heard just now is passed over.
   *
   * @param listeningSince silence before this time does not count
   */
  async markSilent(tx: Transaction, now: Date, listeningSince: Date, count: number): Promise<string[]> {
    const [rows]: [{ id: string }[], number] = await tx.manager.query(
      `UPDATE nodes SET reported_offline_at = $1 WHERE id IN (
         SELECT id FROM nodes WHERE decommissioned_at IS NULL AND reported_offline_at IS NULL
           AND last_seen_at IS NOT NULL
           AND greatest(last_seen_at, $2::timestamptz) <= $1::timestamptz - ${silenceSql} * interval '1 second'
         ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id`,
      [now, listeningSince, count],
    );
    return rows.map(({ id }) => id).sort();
  }

  /** @returns whether the node was decommissioned until now */
  async recommission(tx: Transaction, id: string): Promise<boolean> {
    const [rows]: [unknown[], number] = await tx.manager.query(
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
    const rows: unknown[] = await tx.manager.query(
      `INSERT INTO nodes (id, hostname, interval_seconds, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [node.id, node.hostname, node.intervalSeconds, node.createdAt],
    );
    return rows.length > 0;
  }
}

function cursorValue(value: string | number | Date | undefined): string | number | null {
  return value instanceof Date ? value.toISOString() : (value ?? null);
}
