import { Injectable } from '@nestjs/common';
import { OpenWindowsReader } from '../alerts/windows/open-windows.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { FrozenRollout } from '../rollouts/creation/frozen-rollout.js';

/** Whether hosts may be worked on when a schedule is due. */
@Injectable()
export class ScheduleWindows {
  constructor(private readonly windows: OpenWindowsReader) {}

  /** Why nothing may start now, in words; null if something may. */
  async closed(tx: Transaction, rollout: FrozenRollout, now: Date): Promise<string | null> {
    const { nodeIds, windowId, duringMaintenance } = rollout;
    const open = await this.windows.read(now, nodeIds, tx.manager);
    if (windowId !== null && !open.has(windowId)) return 'The maintenance window of its rollout is not open.';
    // A rollout is made for the hosts of its own window; other people's work keeps it off them.
    const isMaintained = (nodeId: string): boolean => {
      const windows = open.of(nodeId).filter(({ kind }) => kind === 'MAINTENANCE');
      return windows.length > 0 && !windows.some(({ id }) => id === windowId);
    };
    if (duringMaintenance || !nodeIds.every(isMaintained)) return null;
    return 'All hosts that it selects are under maintenance.';
  }
}
