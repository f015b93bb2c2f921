import type { BackupPolicyFields } from '@hyprbox/contracts';
import { longestGapMs } from '../../cron/cron-schedule.js';
import type { PolicyLimits } from './policies.repository.js';

/** When a backup and a proof count as overdue: as the policy says, or after twice the longest pause of their schedule. */
export function limitsOf(fields: BackupPolicyFields, now: Date): PolicyLimits {
  const { schedule, drillSchedule, maxBackupAgeHours, maxProofAgeDays } = fields;
  const twice = (text: string): number => Math.round((2 * longestGapMs(text, now)) / 1000);
  return {
    backupMaxAgeSeconds: maxBackupAgeHours !== null ? maxBackupAgeHours * 3600 : twice(schedule),
    proofMaxAgeSeconds:
      maxProofAgeDays !== null ? maxProofAgeDays * 86_400 : drillSchedule !== null ? twice(drillSchedule) : null,
  };
}
