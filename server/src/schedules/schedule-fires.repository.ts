import { Injectable } from '@nestjs/common';
import { fireOutcomes } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { affectedRows, integer, rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ScheduleFireEntity } from './schedule-fire.entity.js';

const fireColumns = {
  scheduleId: uuid,
  dueAt: timestamp,
  at: timestamp,
  outcome: oneOf(fireOutcomes),
  rolloutId: nullable(uuid),
  detail: nullable(text),
  preset: nullable(text),
  presetVersion: nullable(integer),
  presetSha256: nullable(text),
};
const latest = rawQuery('scheduleFires.latest', fireColumns);
const page = rawQuery('scheduleFires.page', fireColumns);
const between = rawQuery('scheduleFires.between', {
  scheduleId: uuid,
  name: text,
  dueAt: timestamp,
  outcome: nullable(oneOf(fireOutcomes)),
  rolloutId: nullable(uuid),
});
/** A firing, with what its rollout runs. */
export type FireWithPreset = RowOf<typeof page>;

/** A firing in a calendar, with its schedule's name. */
export type CalendarFire = RowOf<typeof between>;

const selected = `f.schedule_id AS "scheduleId", f.due_at AS "dueAt", f.at, f.outcome, f.rollout_id AS "rolloutId", f.detail,
  r.preset, r.preset_version AS "presetVersion", v.sha256 AS "presetSha256"`;
/** One by one by their keys: a rollout may be gone, and there are few fires at once. */
const withPreset = `LEFT JOIN rollouts r ON r.id = f.rollout_id
  LEFT JOIN preset_versions v ON v.preset = r.preset AND v.version = r.preset_version`;

/** What became of due times. */
@Injectable()
export class ScheduleFiresRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest of each of the schedules that has any. */
  async latest(scheduleIds: readonly string[]): Promise<Map<string, FireWithPreset>> {
    const rows = await latest.rows(
      this.dataSource,
      `SELECT ${selected} FROM unnest($1::uuid[]) s (id) CROSS JOIN LATERAL (
         SELECT * FROM schedule_fires f WHERE f.schedule_id = s.id ORDER BY f.due_at DESC LIMIT 1) f ${withPreset}`,
      [scheduleIds],
    );
    return new Map(rows.map((fire) => [fire.scheduleId, fire]));
  }

  /** Newest first. */
  async findPage(scheduleId: string, before: Date | null, count: number): Promise<FireWithPreset[]> {
    return page.rows(
      this.dataSource,
      `SELECT ${selected} FROM (
         SELECT * FROM schedule_fires f WHERE f.schedule_id = $1 AND ($2::timestamptz IS NULL OR f.due_at < $2)
         ORDER BY f.due_at DESC LIMIT $3) f ${withPreset} ORDER BY f.due_at DESC`,
      [scheduleId, before, count],
    );
  }

  /** Those of all schedules from a time up to another, oldest first. */
  async between(from: Date, to: Date, count: number): Promise<CalendarFire[]> {
    return between.rows(
      this.dataSource,
      `SELECT f.schedule_id AS "scheduleId", s.name, f.due_at AS "dueAt", f.outcome, f.rollout_id AS "rolloutId"
       FROM schedule_fires f JOIN schedules s ON s.id = f.schedule_id
       WHERE f.due_at >= $1 AND f.due_at < $2 ORDER BY f.due_at, f.schedule_id LIMIT $3`,
      [from, to, count],
    );
  }

  async isDecided(tx: Transaction, scheduleId: string, dueAt: Date): Promise<boolean> {
    return tx.manager.existsBy(ScheduleFireEntity, { scheduleId, dueAt });
  }

  /** Writes down what is not written down yet. */
  async insert(tx: Transaction, fires: readonly ScheduleFireEntity[]): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(ScheduleFireEntity)
      .values([...fires])
      .orIgnore()
      .execute();
  }

  /** What has become of a firing that waited. */
  async update(tx: Transaction, { scheduleId, dueAt, ...fate }: ScheduleFireEntity): Promise<void> {
    await tx.manager.update(ScheduleFireEntity, { scheduleId, dueAt }, fate);
  }

  /** @returns how many firings from before a time were deleted; `count` means that there may be more */
  async removeBefore(tx: Transaction, time: Date, count: number): Promise<number> {
    return affectedRows(
      tx.manager,
      `DELETE FROM schedule_fires f USING (
         SELECT schedule_id, due_at FROM schedule_fires WHERE due_at < $1 ORDER BY due_at LIMIT $2) old
       WHERE f.schedule_id = old.schedule_id AND f.due_at = old.due_at`,
      [time, count],
    );
  }

  /** As {@link removeBefore}, of what each schedule has beyond its newest so many. */
  async removeBeyond(tx: Transaction, kept: number, count: number): Promise<number> {
    return affectedRows(
      tx.manager,
      `DELETE FROM schedule_fires f USING (
         SELECT x.schedule_id, x.due_at FROM schedules s CROSS JOIN LATERAL (
           SELECT schedule_id, due_at FROM schedule_fires
           WHERE schedule_id = s.id ORDER BY due_at DESC OFFSET $1) x LIMIT $2) old
       WHERE f.schedule_id = old.schedule_id AND f.due_at = old.due_at`,
      [kept, count],
    );
  }
}
