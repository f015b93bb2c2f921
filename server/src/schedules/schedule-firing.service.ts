import { Injectable } from '@nestjs/common';
import { scheduleLimits } from '@hyprbox/contracts';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import { Clock } from '../time/clock.js';
import { DueSchedulesRepository } from './due-schedules.repository.js';
import type { Fate } from './fate.js';
import { dueAfter, startOf } from './fire-times.js';
import { missedFires, missedFate } from './missed-fires.js';
import { passedTimes } from './passed-times.js';
import type { ScheduleFireEntity } from './schedule-fire.entity.js';
import { ScheduleFiresRepository } from './schedule-fires.repository.js';
import { ScheduleStarts, type PreparedStart } from './schedule-starts.service.js';
import type { ScheduleEntity } from './schedule.entity.js';

/** A firing whose fate is known now. */
interface Firing {
  schedule: ScheduleEntity;
  fire: ScheduleFireEntity;
}

/** Turns due times into rollouts: one transaction a schedule, and of two at once one finds nothing to do. */
@Injectable()
export class ScheduleFiringService {
  constructor(
    private readonly schedules: DueSchedulesRepository,
    private readonly fires: ScheduleFiresRepository,
    private readonly starts: ScheduleStarts,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Decides on all due times of a schedule that have passed: the newest may start, the others were missed. */
  async fire(scheduleId: string): Promise<void> {
    const now = this.clock.now();
    const seen = await this.schedules.find(scheduleId);
    if (!seen) return;
    const prepared = await this.starts.prepare(seen);
    await this.work.run<Firing | null>(recordOf, async (tx) => {
      const schedule = await this.schedules.lockDue(tx, seen, now);
      return schedule?.nextAt ? this.decide(tx, schedule, schedule.nextAt, now, prepared) : null;
    });
  }

  /** Starts what waited for the rollout before it, however long that took. */
  async fireQueued(scheduleId: string): Promise<void> {
    const seen = await this.schedules.find(scheduleId);
    if (!seen) return;
    const prepared = await this.starts.prepare(seen);
    await this.work.run<Firing | null>(recordOf, async (tx) => {
      const schedule = await this.schedules.lockQueued(tx, seen);
      if (!schedule?.queuedAt) return null;
      const fate = await this.starts.start(tx, { ...schedule, queuedAt: null }, prepared);
      const fire = { scheduleId, dueAt: schedule.queuedAt, at: this.clock.now(), ...fate };
      await this.fires.update(tx, fire);
      await this.schedules.setDue(tx, { ...schedule, queuedAt: null });
      return { schedule, fire };
    });
  }

  private async decide(
    tx: Transaction,
    schedule: ScheduleEntity,
    first: Date,
    now: Date,
    prepared: PreparedStart,
  ): Promise<Firing | null> {
    const { id: scheduleId } = schedule;
    const passed = passedTimes(schedule.cron, schedule.timezone, first, now, scheduleLimits.missedFires);
    // The last one may have to wait for its chance yet.
    const times = passed.newest.filter((time) => startOf(schedule, time) <= now);
    const dueAt = times.at(-1) ?? first;
    const isDecided = await this.fires.isDecided(tx, scheduleId, dueAt);
    const start = (): Promise<Fate> => this.starts.start(tx, schedule, prepared);
    const fate = isDecided ? null : (missedFate(schedule, startOf(schedule, dueAt), now) ?? (await start()));
    const fire = fate && { scheduleId, dueAt, at: now, ...fate };
    const missed = missedFires(scheduleId, { ...passed, newest: times.slice(0, -1) }, now);
    await this.fires.insert(tx, fire ? [...missed, fire] : missed);
    const queuedAt = fate?.outcome === 'QUEUED' ? dueAt : schedule.queuedAt;
    await this.schedules.setDue(tx, { id: scheduleId, ...dueAfter(schedule, dueAt), queuedAt });
    return fire && { schedule, fire };
  }
}

/** What started and what could not is recorded; of what was passed over, the schedule’s own list tells. */
function recordOf(firing: Firing | null): Audited | null {
  if (firing?.fire.outcome !== 'STARTED' && firing?.fire.outcome !== 'FAILED') return null;
  const { schedule, fire } = firing;
  const { name, createdByName: owner, version } = schedule;
  const { dueAt, outcome, rolloutId, detail } = fire;
  return {
    actor: systemActor,
    action: 'schedule.fire',
    target: { type: 'schedule', id: schedule.id },
    outcome: outcome === 'STARTED' ? 'success' : 'failure',
    details: {
      name,
      owner,
      version,
      dueAt: dueAt.toISOString(),
      outcome,
      rolloutId,
      ...(detail !== null && { detail }),
    },
  };
}
