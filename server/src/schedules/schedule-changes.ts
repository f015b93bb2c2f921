import { Injectable } from '@nestjs/common';
import { scheduleLimits, type ScheduleFields } from '@hyprbox/contracts';
import type { UserPrincipal } from '../identity/principal.js';
import { Clock, Ids } from '../time/clock.js';
import { dueAfter, type DueTime, type ScheduleTimes } from './fire-times.js';
import type { ScheduleFireEntity } from './schedule-fire.entity.js';
import type { ScheduleEntity } from './schedule.entity.js';

type Owner = Pick<UserPrincipal, 'id' | 'name'>;
const never: DueTime = { nextAt: null, startsAt: null };

/** What becomes of a schedule that is made or changed. */
@Injectable()
export class ScheduleChanges {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  made(owner: Owner, fields: ScheduleFields): ScheduleEntity {
    const now = this.clock.now();
    const made = { ...stored(fields), id: this.ids.next(), ...ownedBy(owner) };
    return {
      ...made,
      ...(made.enabled ? dueAfter(made, now) : never),
      queuedAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
  }

  /** What is due already stays due, but where its times are others now. Nothing waits while it is paused. */
  changed(before: ScheduleEntity, owner: Owner, fields: ScheduleFields): ScheduleEntity {
    const now = this.clock.now();
    const after = { ...before, ...stored(fields), ...ownedBy(owner), version: before.version + 1, updatedAt: now };
    if (!after.enabled) return { ...after, ...never, queuedAt: null };
    return before.enabled && isSameTimes(before, after) ? after : { ...after, ...dueAfter(after, now) };
  }

  /** What became of the firing that waited when its schedule was paused. */
  paused({ id }: ScheduleEntity, dueAt: Date): ScheduleFireEntity {
    const detail = 'The schedule was paused while this firing waited for the rollout before it.';
    return { scheduleId: id, dueAt, at: this.clock.now(), outcome: 'SKIPPED_OVERLAP', rolloutId: null, detail };
  }
}

function stored({ name, cron, timezone, rollout, overlap, misfire, enabled, ...rest }: ScheduleFields) {
  const { startDeadlineSeconds = scheduleLimits.startDeadlineSecondsDefault, jitterSeconds = 0 } = rest;
  return { name, cron, timezone, rollout, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled };
}

function ownedBy({ id, name }: Owner): Pick<ScheduleEntity, 'createdBy' | 'createdByName'> {
  return { createdBy: id, createdByName: name };
}

function isSameTimes(a: ScheduleTimes, b: ScheduleTimes): boolean {
  return a.cron === b.cron && a.timezone === b.timezone && a.jitterSeconds === b.jitterSeconds;
}
