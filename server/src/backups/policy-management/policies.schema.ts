import {
  backupCatchUps,
  backupLimits,
  backupPriorities,
  backupProtections,
  nodeIdPattern,
  readDataPattern,
  repositoryPattern,
  secretRefPattern,
  type BackupHook,
  type BackupPolicy,
  type BackupPolicyFields,
  type BackupRetention,
  policyDefaults,
} from '@hyprbox/contracts';
import {
  count,
  flag,
  instant,
  listOf,
  nullable,
  objectOf,
  oneOf,
  text,
  uuid,
  type Schema,
} from '../../http/schemas.js';

const secretRef: Schema = { ...text, pattern: secretRefPattern.source, example: 'env:RESTIC_PASSWORD' };
const cron: Schema = { ...text, description: 'Five cron fields.', example: '0 3 * * *' };
const keep: Schema = { ...count, maximum: backupLimits.retentionMax };
const hook = nullable(
  objectOf<BackupHook>({ preset: text, variables: { type: 'object', additionalProperties: true } }),
);
const positive: Schema = { type: 'integer', minimum: 1 };

const fields: Record<keyof BackupPolicyFields, Schema> = {
  name: text,
  nodeId: { ...nullable(text), pattern: nodeIdPattern.source, description: 'The one node; or else say a tag.' },
  tag: { ...nullable(text), description: 'All nodes with this tag are covered.' },
  repository: { ...text, pattern: repositoryPattern.source, description: '{nodeId} stands for the id of the node.' },
  passwordRef: secretRef,
  environment: { type: 'object', additionalProperties: secretRef },
  paths: { ...listOf(text), minItems: 1, maxItems: backupLimits.pathsPerPolicy },
  excludes: { ...listOf(text), maxItems: backupLimits.pathsPerPolicy },
  oneFileSystem: flag,
  tags: listOf(text),
  schedule: cron,
  timezone: { ...text, example: 'Europe/Berlin' },
  catchUp: oneOf(backupCatchUps),
  retention: objectOf<BackupRetention>(
    { keepLast: keep, keepDaily: keep, keepWeekly: keep, keepMonthly: keep, keepYearly: keep },
    'keepLast',
    'keepDaily',
    'keepWeekly',
    'keepMonthly',
    'keepYearly',
  ),
  initialize: { ...flag, description: 'Makes the repository when there is none.' },
  enabled: flag,
  preHook: hook,
  postHook: hook,
  uploadLimitKiBps: nullable(positive),
  downloadLimitKiBps: nullable(positive),
  priority: oneOf(backupPriorities),
  checkSchedule: { ...nullable(cron), description: 'Five cron fields; null: never.' },
  checkReadData: { ...nullable(text), pattern: readDataPattern.source },
  drillSchedule: { ...nullable(cron), description: 'Five cron fields; null: never.' },
  drillFiles: { ...nullable(positive), maximum: backupLimits.drillFilesMax },
  drillDirectory: nullable(text),
  drillVerify: hook,
  maxBackupAgeHours: nullable(positive),
  maxProofAgeDays: nullable(positive),
};

export const policySchema = objectOf<BackupPolicy>({
  id: uuid,
  ...fields,
  scheduleText: text,
  nextRuns: listOf(instant),
  nodes: count,
  protection: oneOf(backupProtections),
  createdAt: instant,
  updatedAt: instant,
});

const withDefaults: Record<string, Schema> = Object.fromEntries(
  Object.entries(fields).map(([name, schema]) => {
    const defaults: Record<string, unknown> = policyDefaults;
    return [name, name in defaults ? { ...schema, default: defaults[name] } : schema];
  }),
);

export const policyBodySchema: Schema = {
  type: 'object',
  properties: withDefaults,
  required: Object.keys(fields).filter((name) => !(name in policyDefaults)),
};

/** What is left out stays as it is. */
export const policyChangesSchema: Schema = { type: 'object', properties: fields };
