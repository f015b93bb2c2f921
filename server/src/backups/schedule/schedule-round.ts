import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { TargetPlanning } from '../targets/target-planning.service.js';
import { Clock } from '../../time/clock.js';
import { DueRuns } from './due-runs.service.js';
import { DueTargetsRepository } from './due-targets.repository.js';

/** Targets that one transaction takes. */
const perBatch = 25;

/** Brings the targets up to date and queues what is due. Two at a time do no harm: each takes what the other has not. */
@Injectable()
export class ScheduleRound {
  constructor(
    private readonly planning: TargetPlanning,
    private readonly due: DueRuns,
    private readonly repository: DueTargetsRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns the ms until something is due; null when nothing is planned */
  async run(signal: AbortSignal): Promise<number | null> {
    await this.work.system('backup-schedule', (tx) => this.planning.refresh(tx, null, this.clock.now()));
    for (let taken = perBatch; taken === perBatch && !signal.aborted;) {
      taken = await this.work.system('backup-schedule', (tx) => this.due.take(tx, this.clock.now(), perBatch));
    }
    const next = await this.repository.nextDueAt();
    return next && Math.max(0, next.getTime() - this.clock.now().getTime());
  }
}
