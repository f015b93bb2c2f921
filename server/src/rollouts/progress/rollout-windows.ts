import { Injectable } from '@nestjs/common';
import type { Selector } from '@hyprbox/contracts';
import { WindowTimes, type WindowStanding } from '../../alerts/windows/window-times.js';
import type { Transaction } from '../../database/unit-of-work.js';
import type { OpenRollout } from './open-rollout.js';

/** When a rollout may start hosts, and on which of them it may not. */
@Injectable()
export class RolloutWindows {
  constructor(private readonly windows: WindowTimes) {}

  /** Of the window that it is bound to; null where it is bound to none. */
  async standing(tx: Transaction, { windowId }: OpenRollout): Promise<WindowStanding | null> {
    return windowId === null ? null : this.windows.standing(tx.manager, windowId, await tx.now());
  }

  /** The hosts that are under maintenance, other than by the rollout's own window. */
  async maintenance(tx: Transaction, { windowId, duringMaintenance }: OpenRollout): Promise<Selector[]> {
    if (duringMaintenance) return [];
    const open = await this.windows.openMaintenance(tx.manager, await tx.now());
    return open.filter(({ id }) => id !== windowId).map(({ selector }) => selector);
  }
}
