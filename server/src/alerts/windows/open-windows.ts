import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { selectedNodes } from '../../selectors/selected-nodes.js';
import { isOpen, windowTime } from './active-windows.js';
import type { AlertWindowEntity } from './alert-window.entity.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';

/** Which open windows apply to which hosts, and to what is of no host. */
export interface OpenWindows {
  /** The windows of a host, or of what is of none (null), oldest first. */
  of(nodeId: string | null): readonly AlertWindowEntity[];
  /** Whether one of them is open, whichever hosts it is for. */
  has(id: string): boolean;
}

/** Reads which windows are open for which hosts. */
@Injectable()
export class OpenWindowsReader {
  constructor(
    private readonly windows: AlertWindowsRepository,
    private readonly dataSource: DataSource,
  ) {}

  async read(
    now: Date,
    nodeIds: readonly string[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<OpenWindows> {
    const all = await this.windows.findNotOver(now, manager);
    const open = all.filter((window) => isOpen(windowTime(window, now), now));
    const forAll = open.filter(({ selector }) => selector.all === true);
    const selectors = open.map(({ selector }) => selector);
    const byNode = await selectedNodes(manager, selectors, nodeIds);
    return {
      of: (nodeId) =>
        nodeId === null ? forAll : open.filter((_window, index) => byNode.get(nodeId)?.has(index) ?? false),
      has: (id) => open.some((window) => window.id === id),
    };
  }
}
