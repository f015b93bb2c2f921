import { Injectable } from '@nestjs/common';
import { NodeMaintenance } from '../../nodes/node-maintenance.js';
import { Clock } from '../../time/clock.js';
import { isOpen, windowTime } from './active-windows.js';
import { AlertWindowsRepository } from './alert-windows.repository.js';

/** Which hosts are under maintenance: by two statements for any number of them, and by one while no window is open. */
@Injectable()
export class OpenMaintenance extends NodeMaintenance {
  constructor(
    private readonly windows: AlertWindowsRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async among(nodeIds: readonly string[]): Promise<ReadonlySet<string>> {
    const now = this.clock.now();
    const open = (await this.windows.findNotOver(now)).filter(
      (window) => window.kind === 'MAINTENANCE' && isOpen(windowTime(window, now), now),
    );
    return new Set(open.length === 0 ? [] : await this.windows.nodesUnder(open, nodeIds));
  }
}
