import { Injectable } from '@nestjs/common';
import { nodeStatuses, type Selector, type Thresholds } from '@hyprbox/contracts';
import { oneOf, text } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, type RowOf } from '../database/raw-query.js';
import { statusParameters, statusSql } from '../nodes/node-status.sql.js';
import { selectorSql } from './selector.sql.js';

const ids = rawQuery('selectors.ids', { id: text });
const nodes = rawQuery('selectors.nodes', { nodeId: text, hostname: text, status: oneOf(nodeStatuses) });
export type SelectedNode = RowOf<typeof nodes>;

@Injectable()
export class SelectorsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The ids of all nodes that it selects, in the order of their characters. */
  async ids(selector: Selector): Promise<string[]> {
    const parameters: unknown[] = [];
    const rows = await ids.rows(
      this.dataSource,
      `SELECT n.id FROM nodes n WHERE n.decommissioned_at IS NULL
         AND ${selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n')}
       ORDER BY n.id COLLATE "C"`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  async nodes(nodeIds: readonly string[], thresholds: Thresholds): Promise<SelectedNode[]> {
    return nodes.rows(
      this.dataSource,
      `SELECT id AS "nodeId", hostname, ${statusSql} AS status FROM nodes WHERE id = ANY($7) ORDER BY id COLLATE "C"`,
      [...statusParameters(thresholds), nodeIds],
    );
  }
}
