import Type, { type Static } from 'typebox';
import { backupLimits } from './backup-policies.js';
import { integer } from './backup-policy-parts.js';
import { closed } from './schema-parts.js';

const keep = Type.Optional(integer(0, backupLimits.retentionMax));
/** How many snapshots `restic forget` keeps; a key that is left out keeps none of its own accord. */
export const backupRetentionSchema = Type.Object(
  { keepLast: keep, keepDaily: keep, keepWeekly: keep, keepMonthly: keep, keepYearly: keep },
  { ...closed, fault: 'must be an object' },
);
export type BackupRetention = Static<typeof backupRetentionSchema>;
