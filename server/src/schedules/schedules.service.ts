import { Injectable } from '@nestjs/common';
import {
  scheduleLimits,
  type AuditAction,
  type Page,
  type Schedule,
  type ScheduleFields,
  type ScheduleSummary,
} from '@hyprbox/contracts';
import { decodeCursor, notOfThisList, pageOf } from '../common/cursor.js';
import { InvalidInputError } from '../common/domain-error.js';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { PageQuery } from '../http/page-query.dto.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { refuseAdHoc } from '../rollouts/creation/ad-hoc-permission.js';
import { ScheduleChanges } from './schedule-changes.js';
import { ScheduleChecks } from './schedule-checks.service.js';
import { ScheduleFiresRepository } from './schedule-fires.repository.js';
import type { ScheduleEntity } from './schedule.entity.js';
import { ScheduleChanged, ScheduleNotFound, TooManySchedules } from './schedules.errors.js';
import { toSchedule, toScheduleSummary } from './schedules.mapper.js';
import { SchedulesRepository } from './schedules.repository.js';

/** Rollouts that start again and again. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly schedules: SchedulesRepository,
    private readonly fires: ScheduleFiresRepository,
    private readonly checks: ScheduleChecks,
    private readonly changes: ScheduleChanges,
    private readonly work: UnitOfWork,
  ) {}

  async list({ limit, cursor }: PageQuery): Promise<Page<ScheduleSummary>> {
    const [after = null] = decodeCursor(cursor, 1) ?? [];
    if (typeof after === 'number') throw notOfThisList();
    const rows = await this.schedules.findPage(after, limit + 1);
    const latest = await this.fires.latest(rows.map(({ id }) => id));
    const retired = await this.checks.retiredAmong(rows.map(({ rollout }) => rollout));
    return pageOf(
      rows,
      limit,
      (row) => toScheduleSummary(row, latest.get(row.id) ?? null, retired.has(row.rollout.preset ?? '')),
      ({ name }) => [name],
    );
  }

  async get(id: string): Promise<Schedule> {
    const row = await this.schedules.find(id);
    if (!row) throw new ScheduleNotFound();
    const latest = await this.fires.latest([id]);
    return toSchedule(row, latest.get(id) ?? null, await this.checks.currentPreset(row.rollout));
  }

  async create(user: UserPrincipal, actor: Actor, fields: ScheduleFields): Promise<Schedule> {
    refuseAdHoc(user.role, fields.rollout.preset);
    const warnings = await this.checks.warnings(fields.rollout, null);
    const made = this.changes.made(user, fields);
    await this.work.run(recordOf(actor, 'schedule.create', made), async (tx) => {
      if ((await this.schedules.lockAndCount(tx)) >= scheduleLimits.schedules) throw new TooManySchedules();
      await this.schedules.save(tx, made);
      tx.publishAfterCommit({ topic: 'schedules' });
    });
    return { ...(await this.get(made.id)), warnings };
  }

  /** Whoever changes it is its owner from then on. Its rollouts that are under way go on as they are. */
  async replace(user: UserPrincipal, actor: Actor, id: string, fields: ScheduleFields): Promise<Schedule> {
    const { version } = fields;
    if (version === undefined) throw new InvalidInputError([{ pointer: '/version', detail: 'must be given' }]);
    refuseAdHoc(user.role, fields.rollout.preset);
    const seen = await this.schedules.find(id);
    const warnings = await this.checks.warnings(fields.rollout, seen?.rollout ?? null);
    await this.work.run<ScheduleEntity>(
      (after) => recordOf(actor, 'schedule.update', after),
      async (tx) => {
        const before = await this.lock(tx, id);
        if (before.version !== version) throw new ScheduleChanged(before.version);
        const after = this.changes.changed(before, user, fields);
        await this.schedules.save(tx, after);
        if (before.queuedAt && !after.queuedAt)
          await this.fires.update(tx, this.changes.paused(before, before.queuedAt));
        tx.publishAfterCommit({ topic: 'schedules' });
        return after;
      },
    );
    return { ...(await this.get(id)), warnings };
  }

  /** Its rollouts stay, and go on. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.work.run<ScheduleEntity>(
      (schedule) => recordOf(actor, 'schedule.delete', schedule),
      async (tx) => {
        const schedule = await this.lock(tx, id);
        await this.schedules.remove(tx, id);
        tx.publishAfterCommit({ topic: 'schedules' });
        return schedule;
      },
    );
  }

  private async lock(tx: Transaction, id: string): Promise<ScheduleEntity> {
    const schedule = await this.schedules.lock(tx, id);
    if (!schedule) throw new ScheduleNotFound();
    return schedule;
  }
}

/** A script may be long, and the trail is kept for ever: of the rollout it says which, not what it does. */
function recordOf(actor: Actor, action: AuditAction, schedule: ScheduleEntity): Audited {
  const { id, name, cron, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled, version } =
    schedule;
  const { preset = null, selector, windowId } = schedule.rollout;
  const when = { cron, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled };
  const details = { name, ...when, version, preset, selector, ...(windowId !== undefined && { windowId }) };
  return { actor, action, target: { type: 'schedule', id }, details };
}
