import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { TargetsService } from '../targets/targets.service.js';
import { Clock } from '../../time/clock.js';
import { DueRunsService } from './due-runs.service.js';
import { MissedRunsService } from './missed-runs.service.js';

/** Targets that one transaction takes. */
const perBatch = 25;

/**
 * Brings the targets up to date, queues what is due, and calls off what was missed. Two at a time do no harm: each takes
 * what the other has not.
 */
@Injectable()
export class ScheduleRoundService {
  constructor(
    private readonly targets: TargetsService,
    private readonly due: DueRunsService,
    private readonly missed: MissedRunsService,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the ms until something is due; null when nothing is planned */
  async run(signal: AbortSignal): Promise<number | null> {
    await this.work.system('backup-schedule', (tx) => this.targets.refresh(tx, null, this.clock.now()));
    for (let taken = perBatch; taken === perBatch && !signal.aborted;) {
      taken = await this.work.system('backup-schedule', (tx) => this.due.take(tx, this.clock.now(), perBatch));
    }
    await this.missed.callOff();
    const next = await this.due.nextAt();
    return next && Math.max(0, next.getTime() - this.clock.now().getTime());
  }
}
