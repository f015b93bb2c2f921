import { Injectable } from '@nestjs/common';
import { OpenWindowsReader } from '../../alerts/windows/open-windows.js';
import { Clock } from '../../time/clock.js';
import type { FrozenRollout } from './frozen-rollout.js';
import { HostAvailabilityRepository } from './host-availability.repository.js';

export interface UnavailableHost {
  nodeId: string;
  reason: 'OFFLINE' | 'MAINTENANCE';
}

/** Which hosts of a rollout could not be run on at the moment. */
@Injectable()
export class HostAvailability {
  constructor(
    private readonly repository: HostAvailabilityRepository,
    private readonly windows: OpenWindowsReader,
    private readonly clock: Clock,
  ) {}

  /** In the order of the rollout's hosts. */
  async unavailable({ nodeIds, windowId, duringMaintenance }: FrozenRollout): Promise<UnavailableHost[]> {
    const away = await this.repository.away(nodeIds);
    const open = await this.windows.read(this.clock.now(), nodeIds);
    // The rollout's own window is when its hosts are to be worked on.
    const isMaintained = (nodeId: string): boolean =>
      !duringMaintenance && open.of(nodeId).some(({ kind, id }) => kind === 'MAINTENANCE' && id !== windowId);
    return nodeIds.flatMap((nodeId): UnavailableHost[] => {
      if (away.has(nodeId)) return [{ nodeId, reason: 'OFFLINE' }];
      return isMaintained(nodeId) ? [{ nodeId, reason: 'MAINTENANCE' }] : [];
    });
  }

  /** How many of the hosts another rollout has still to run on. */
  async busy({ nodeIds }: FrozenRollout): Promise<number> {
    return this.repository.busy(nodeIds);
  }
}
