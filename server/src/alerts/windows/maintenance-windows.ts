import { Injectable } from '@nestjs/common';
import { Clock } from '../../time/clock.js';
import { windowTime, type WindowTime } from './active-windows.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';

/** The windows in which hosts are worked on. */
@Injectable()
export class MaintenanceWindows {
  constructor(
    private readonly windows: AlertWindowsRepository,
    private readonly clock: Clock,
  ) {}

  /** When a maintenance window is open, now or next; null where it does not open any more, or is none. */
  async next(id: string): Promise<WindowTime | null> {
    const window = await this.windows.find(id);
    return window?.kind === 'MAINTENANCE' ? windowTime(window, this.clock.now()) : null;
  }
}
