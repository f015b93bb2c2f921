import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import { isOpen, windowTime } from '../windows/active-windows.js';
import { AlertWindowEntity } from '../windows/alert-window.entity.js';
import type { OpenWindows } from './attributes.js';

/** Reads which windows are open for which hosts. */
@Injectable()
export class OpenWindowsReader {
  async read(tx: Transaction, now: Date, nodeIds: readonly string[]): Promise<OpenWindows> {
    const all = await tx.manager.find(AlertWindowEntity, { order: { id: 'ASC' } });
    const open = all.filter((window) => isOpen(windowTime(window, now), now));
    const forAll = open.filter(({ selector }) => selector.all === true);
    const byNode = new Map<string, Set<string>>();
    if (open.length > 0) {
      for (const { index, id } of await this.nodesOf(tx, open, nodeIds)) {
        const window = open[index];
        if (!window) continue;
        const ids = byNode.get(id) ?? new Set();
        byNode.set(id, ids.add(window.id));
      }
    }
    return {
      of: (nodeId) => (nodeId === null ? forAll : open.filter(({ id }) => byNode.get(nodeId)?.has(id) ?? false)),
    };
  }

  /** Rows `{index, id}`: which of the windows applies to which of the nodes. */
  private async nodesOf(
    tx: Transaction,
    open: readonly AlertWindowEntity[],
    nodeIds: readonly string[],
  ): Promise<{ index: number; id: string }[]> {
    const parameters: unknown[] = [nodeIds];
    const each = open.map(
      ({ selector }, index) =>
        `SELECT ${index} AS index, n.id FROM nodes n WHERE n.id = ANY($1::text[])
           AND ${selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n')}`,
    );
    return tx.manager.query(each.join(' UNION ALL '), parameters);
  }
}
