import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isOpen, openingAfter, windowTime } from './active-windows.js';
import type { AlertWindowEntity } from './alert-window.entity.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';

/** Whether a window is open, and when it opens next; null where it never does any more. */
export interface WindowStanding {
  isOpen: boolean;
  opensAt: Date | null;
}

/** Reads which windows are open, whichever hosts they are for. */
@Injectable()
export class WindowTimes {
  constructor(private readonly windows: AlertWindowsRepository) {}

  /** A window that was deleted never opens. */
  async standing(manager: EntityManager, id: string, now: Date): Promise<WindowStanding> {
    const window = (await this.windows.findNotOver(now, manager)).find((each) => each.id === id);
    if (!window) return { isOpen: false, opensAt: null };
    return { isOpen: isOpen(windowTime(window, now), now), opensAt: openingAfter(window, now) };
  }

  /** Those that are open and put their hosts under maintenance. */
  async openMaintenance(manager: EntityManager, now: Date): Promise<AlertWindowEntity[]> {
    const all = await this.windows.findNotOver(now, manager);
    return all.filter((window) => window.kind === 'MAINTENANCE' && isOpen(windowTime(window, now), now));
  }
}
