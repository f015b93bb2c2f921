import { backupLimits } from './backup-policies.js';
import type { BackupPolicyFields } from './backup-policies.schema.js';

/**
 * What a policy has that does not say otherwise: a check that reads a twentieth of the data, and a drill, a week, in the night
 * to Sunday; and restic gives way to what else the host does.
 */
export const policyDefaults: Omit<BackupPolicyFields, 'name' | 'repository' | 'passwordRef' | 'paths' | 'schedule'> = {
  nodeId: null,
  tag: null,
  environment: {},
  excludes: [],
  oneFileSystem: false,
  tags: [],
  timezone: 'UTC',
  catchUp: 'RUN_ONCE',
  retention: {},
  initialize: true,
  enabled: true,
  preHook: null,
  postHook: null,
  uploadLimitKiBps: null,
  downloadLimitKiBps: null,
  priority: 'LOW',
  checkSchedule: '0 4 * * 0',
  checkReadData: '5%',
  drillSchedule: '0 5 * * 0',
  drillFiles: backupLimits.drillFilesDefault,
  drillDirectory: null,
  drillVerify: null,
  maxBackupAgeHours: null,
  maxProofAgeDays: null,
};
