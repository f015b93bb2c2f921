import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork } from '../database/unit-of-work.js';

/** Hosts that report but take no work, such as one whose disk is full: their activity says why, and when it is over. */
@Injectable()
export class Inability {
  /** What each host said last. Lost with the process, it is told once more. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
  ) {}

  /** @param reason null when the host takes work */
  async note(nodeId: string, reason: string | null): Promise<void> {
    const before = this.told.get(nodeId) ?? null;
    if (reason === before) return;
    if (reason === null) this.told.delete(nodeId);
    else this.told.set(nodeId, reason);
    // From one reason to another is no news: a text that changes with each request would flood the activity.
    if (reason !== null && before !== null) return;
    const message = reason === null ? 'Takes work again' : `Takes no work. ${reason}`;
    await this.work.system('activity', async (tx) => this.activity.append(tx, { nodeId, kind: 'node', message }));
  }
}
