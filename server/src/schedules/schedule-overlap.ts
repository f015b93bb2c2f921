import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/unit-of-work.js';
import { DueSchedulesRepository, type OpenRollout } from './due-schedules.repository.js';
import type { Fate } from './fate.js';
import { ReplacedRollouts } from './replaced-rollouts.js';
import type { ScheduleEntity } from './schedule.entity.js';
import { ScheduleUnderWay } from './schedules.errors.js';

/** What is done about a schedule's rollout before that is not over. */
@Injectable()
export class ScheduleOverlap {
  constructor(
    private readonly schedules: DueSchedulesRepository,
    private readonly replaced: ReplacedRollouts,
  ) {}

  /** Makes room for a firing where the schedule says so. @returns what becomes of the firing where there is none; or null */
  async clear(tx: Transaction, schedule: ScheduleEntity): Promise<Fate | null> {
    const before = await this.schedules.openRollouts(tx, schedule.id);
    const [first] = before;
    if (!first) return null;
    switch (schedule.overlap) {
      case 'SKIP':
        return { outcome: 'SKIPPED_OVERLAP', rolloutId: null, detail: notOver(first) };
      case 'QUEUE':
        return schedule.queuedAt === null
          ? { outcome: 'QUEUED', rolloutId: null, detail: notOver(first) }
          : { outcome: 'SKIPPED_OVERLAP', rolloutId: null, detail: `${notOver(first)} Another firing waits already.` };
      case 'REPLACE':
        for (const { id } of before) await this.replaced.abort(tx, id);
        return null;
    }
  }

  /** As {@link clear}, for what does not wait. @throws ScheduleUnderWay where there is no room */
  async clearOrRefuse(tx: Transaction, schedule: ScheduleEntity): Promise<void> {
    const [before] = await this.schedules.openRollouts(tx, schedule.id);
    if (before && schedule.overlap !== 'REPLACE') throw new ScheduleUnderWay(before);
    await this.clear(tx, schedule);
  }
}

function notOver({ id, state }: OpenRollout): string {
  return `The rollout before, ${id}, is not over: it is ${state}.`;
}
