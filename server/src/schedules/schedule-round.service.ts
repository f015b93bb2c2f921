import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseAway } from '../database/database-away.js';
import { Clock } from '../time/clock.js';
import { DueSchedulesRepository } from './due-schedules.repository.js';
import { ScheduleFiringService } from './schedule-firing.service.js';

/** What failed is tried again after so long. */
const againMs = 5_000;

/** Starts what waited and what is due. Two at a time do no harm: each takes what the other has not. */
@Injectable()
export class ScheduleRoundService {
  private readonly logger = new Logger('Schedules');

  constructor(
    private readonly schedules: DueSchedulesRepository,
    private readonly firing: ScheduleFiringService,
    private readonly clock: Clock,
  ) {}

  /** @returns the ms until something is due; null when nothing is planned */
  async run(signal: AbortSignal): Promise<number | null> {
    const waited = await this.each(await this.schedules.queuedIds(), signal, (id) => this.firing.fireQueued(id));
    const due = await this.each(await this.schedules.dueIds(this.clock.now()), signal, (id) => this.firing.fire(id));
    const next = await this.schedules.nextStartAt();
    const nextInMs = next && Math.max(0, next.getTime() - this.clock.now().getTime());
    return waited && due ? nextInMs : Math.max(againMs, nextInMs ?? 0);
  }

  /** One that fails keeps none of the others from its turn. @returns whether none did */
  private async each(
    ids: readonly string[],
    signal: AbortSignal,
    take: (id: string) => Promise<void>,
  ): Promise<boolean> {
    let allWent = true;
    for (const id of ids) {
      if (signal.aborted) break;
      try {
        await take(id);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        this.logger.error({ err: error }, `The schedule ${id} could not be started; it is tried again.`);
        allWent = false;
      }
    }
    return allWent;
  }
}
