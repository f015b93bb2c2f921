import { Injectable } from '@nestjs/common';
import type { NodeStatus, Selector, Thresholds } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { statusParameters, statusSql } from '../nodes/node-status.sql.js';
import { selectorSql } from './selector.sql.js';

export interface SelectedNode {
  nodeId: string;
  hostname: string;
  status: NodeStatus;
}

@Injectable()
export class SelectorsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The ids of all nodes that it selects, in the order of their characters. */
  async ids(selector: Selector): Promise<string[]> {
    const parameters: unknown[] = [];
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT n.id FROM nodes n WHERE n.decommissioned_at IS NULL
         AND ${selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n')}
       ORDER BY n.id COLLATE "C"`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  async nodes(ids: readonly string[], thresholds: Thresholds): Promise<SelectedNode[]> {
    return this.dataSource.query(
      `SELECT id AS "nodeId", hostname, ${statusSql} AS status FROM nodes WHERE id = ANY($7) ORDER BY id COLLATE "C"`,
      [...statusParameters(thresholds), ids],
    );
  }
}
