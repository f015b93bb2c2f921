import { backupProtections, type BackupPolicy } from '@hyprbox/contracts';
import { describeSchedule, nextTimes } from '../../cron/cron-schedule.js';
import type { PolicyWithProtection } from './protected-policies.repository.js';

const shownTimes = 5;

export function toPolicy(
  { id, fields, createdAt, updatedAt, nodes, protectionRank }: PolicyWithProtection,
  now: Date,
): BackupPolicy {
  const { schedule, timezone, enabled } = fields;
  const unseen = enabled ? 'NEVER' : 'PAUSED';
  return {
    ...fields,
    id,
    scheduleText: describeSchedule(schedule),
    nextRuns: enabled ? nextTimes(schedule, timezone, now, shownTimes).map((time) => time.toISOString()) : [],
    nodes,
    protection: protectionRank === null ? unseen : (backupProtections[protectionRank - 1] ?? unseen),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
