import type { BackupPolicyFields } from '@hyprbox/contracts';
import { nextTime } from '../../cron/cron-schedule.js';
import type { BackupTargetEntity } from './backup-target.entity.js';

/** When a target is due next; null for what is not scheduled. */
export type NextTimes = Pick<BackupTargetEntity, 'nextBackupAt' | 'nextCheckAt' | 'nextDrillAt'>;

/** A paused policy has none. */
export function timesAfter(fields: BackupPolicyFields, now: Date): NextTimes {
  const { enabled, schedule, checkSchedule, drillSchedule, timezone } = fields;
  const next = (text: string | null): Date | null => (enabled && text !== null ? nextTime(text, timezone, now) : null);
  return { nextBackupAt: next(schedule), nextCheckAt: next(checkSchedule), nextDrillAt: next(drillSchedule) };
}
