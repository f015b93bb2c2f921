import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import { selectedNodes } from '../../selectors/selected-nodes.js';
import { isOpen, windowTime } from '../windows/active-windows.js';
import type { AlertWindowEntity } from '../windows/alert-window.entity.js';
import { AlertWindowsRepository } from '../windows/alert-windows.repository.js';
import type { OpenWindows } from './attributes.js';

/** Reads which windows are open for which hosts. */
@Injectable()
export class OpenWindowsReader {
  constructor(private readonly windows: AlertWindowsRepository) {}

  async read(tx: Transaction, now: Date, nodeIds: readonly string[]): Promise<OpenWindows> {
    const all = await this.windows.findNotOver(now, tx.manager);
    const open = all.filter((window) => isOpen(windowTime(window, now), now));
    const forAll = open.filter(({ selector }) => selector.all === true);
    const selectors = open.map(({ selector }) => selector);
    const byNode = await selectedNodes(tx.manager, selectors, nodeIds);
    return {
      of: (nodeId) =>
        nodeId === null ? forAll : open.filter((_window, index) => byNode.get(nodeId)?.has(index) ?? false),
    };
  }
}
