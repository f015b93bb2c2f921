import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { refuseAdHoc } from '../rollouts/creation/ad-hoc-permission.js';
import { RolloutCreationService } from '../rollouts/creation/rollout-creation.service.js';
import { ScheduleChecks } from './schedule-checks.service.js';
import { ScheduleOverlap } from './schedule-overlap.js';
import { ScheduleChanged, ScheduleNotFound } from './schedules.errors.js';
import { SchedulesRepository } from './schedules.repository.js';

/** Starts a schedule's rollout by hand, whatever its times, by the rights of whoever does. */
@Injectable()
export class ScheduleRunsService {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly checks: ScheduleChecks,
    private readonly creation: RolloutCreationService,
    private readonly overlap: ScheduleOverlap,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * @returns the rollout's id
   * @throws ScheduleUnderWay while the rollout before is not over, where the schedule does not replace it
   */
  async run(user: UserPrincipal, actor: Actor, id: string): Promise<string> {
    const seen = await this.schedules.find(id);
    if (!seen) throw new ScheduleNotFound();
    refuseAdHoc(user.role, seen.rollout.preset);
    // Before the transaction, which would hold one connection while it waited for another.
    const frozen = await this.checks.freeze(seen.rollout);
    const { name, version } = seen;
    return this.work.run<string>(
      (rolloutId) => ({
        actor,
        action: 'schedule.fire',
        target: { type: 'schedule', id },
        details: { name, version, byHand: true, rolloutId },
      }),
      async (tx) => {
        const schedule = await this.schedules.lock(tx, id);
        if (!schedule) throw new ScheduleNotFound();
        if (schedule.version !== version) throw new ScheduleChanged(schedule.version);
        await this.overlap.clearOrRefuse(tx, schedule);
        return this.creation.insert(tx, frozen, { orderer: user, scheduleId: id });
      },
    );
  }
}
