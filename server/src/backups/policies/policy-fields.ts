import {
  backupCatchUps,
  backupLimits,
  backupPriorities,
  limits,
  nodeIdPattern,
  presetNamePattern,
  readDataPattern,
  resticVariablePattern,
  type BackupPolicyFields,
  type ProblemFault,
  policyDefaults,
} from '@hyprbox/contracts';
import { InvalidInputError } from '../../common/domain-error.js';
import { scheduleFault } from '../../cron/cron-schedule.js';
import { isTimeZone } from '../../cron/wall-clock.js';
import {
  flag,
  integer,
  isObject,
  line,
  listOf,
  mapOf,
  objectWith,
  oneOf,
  orNull,
  path,
  secretRef,
  that,
  type Check,
} from './field-checks.js';
import { repositoryFault } from '../repositories/repository-address.js';

const required = ['name', 'repository', 'passwordRef', 'paths', 'schedule'] as const;

/** The tag that a policy's snapshots carry, by which they are found again. */
export const ownTag = (policyId: string): string => `hyprbox:${policyId}`;

const schedule = that((value) =>
  typeof value === 'string' ? scheduleFault(value, new Date()) : 'must be five cron fields, such as "0 3 * * *"',
);
const zone = that((value) =>
  typeof value === 'string' && isTimeZone(value) ? null : 'must be the name of a time zone, such as Europe/Berlin',
);
/** Restic must take it for a value, whatever it is given beside. */
const notAnOption = (text: string): string | null => (text.startsWith('-') ? 'must not begin with a hyphen' : null);
const tag = line(limits.tagLength, (text) => {
  if (text.includes(',')) return 'must not hold a comma';
  return text.startsWith('hyprbox:') ? 'must not begin with hyprbox:, as our own tags do' : notAnOption(text);
});
const keep = integer(0, backupLimits.retentionMax);
const hook: Check = (value, pointer) => {
  const faults = objectWith({
    preset: that((name) =>
      typeof name === 'string' && presetNamePattern.test(name) ? null : 'must be the name of a preset',
    ),
    variables: that((each) => (isObject(each) ? null : 'must be an object of variable names and values')),
  })(value, pointer);
  if (isObject(value) && value['preset'] === undefined)
    faults.push({ pointer: `${pointer}/preset`, detail: 'is required' });
  return faults;
};
/** A gibibyte a second and more is no limit. */
const speed = orNull(integer(1, 1024 * 1024));

const checks: Readonly<Record<keyof BackupPolicyFields, Check>> = {
  name: line(limits.nameLength),
  nodeId: orNull(
    that((value) => (typeof value === 'string' && nodeIdPattern.test(value) ? null : 'must be the id of a node')),
  ),
  tag: orNull(line(limits.tagLength)),
  repository: that((value) => (typeof value === 'string' ? repositoryFault(value) : 'must be a text')),
  passwordRef: secretRef,
  environment: mapOf(
    // The password has a field of its own.
    new RegExp(`^(?!RESTIC_PASSWORD$)${resticVariablePattern.source.slice(1)}`),
    "is not a variable of restic's credentials",
    secretRef,
    backupLimits.environmentVariables,
  ),
  paths: listOf(path, 1, backupLimits.pathsPerPolicy),
  excludes: listOf(line(backupLimits.pathLength, notAnOption), 0, backupLimits.pathsPerPolicy),
  oneFileSystem: flag,
  tags: listOf(tag, 0, limits.tagsPerNode),
  schedule,
  timezone: zone,
  catchUp: oneOf(backupCatchUps),
  retention: objectWith({
    keepLast: keep,
    keepDaily: keep,
    keepWeekly: keep,
    keepMonthly: keep,
    keepYearly: keep,
  }),
  initialize: flag,
  enabled: flag,
  preHook: orNull(hook),
  postHook: orNull(hook),
  uploadLimitKiBps: speed,
  downloadLimitKiBps: speed,
  priority: oneOf(backupPriorities),
  checkSchedule: orNull(schedule),
  checkReadData: orNull(
    that((value) =>
      typeof value === 'string' && readDataPattern.test(value)
        ? null
        : 'must be a share of the data, such as 5% or 1/10',
    ),
  ),
  drillSchedule: orNull(schedule),
  drillFiles: orNull(integer(1, backupLimits.drillFilesMax)),
  drillDirectory: orNull(path),
  drillVerify: orNull(hook),
  maxBackupAgeHours: orNull(integer(1, 24 * 366)),
  maxProofAgeDays: orNull(integer(1, 3660)),
};

/** Reads the fields of a policy that are to be changed. */
export function readChanges(body: unknown): Partial<BackupPolicyFields> {
  const given = isObject(body) ? withoutUndefined(body) : {};
  refuse(objectWith(checks)(given, ''));
  // Every field has just been checked.
  const fields = given as Partial<BackupPolicyFields>;
  for (const name of ['preHook', 'postHook', 'drillVerify'] as const) {
    const hook = fields[name];
    if (hook) fields[name] = { preset: hook.preset, variables: hook.variables ?? {} };
  }
  return fields;
}

/** Reads a whole policy: what is left out takes its default. */
export function readPolicy(body: unknown): BackupPolicyFields {
  const given = isObject(body) ? body : {};
  const missing = required
    .filter((name) => given[name] === undefined)
    .map((name) => ({ pointer: `/${name}`, detail: 'is required' }));
  refuse([...missing, ...objectWith(checks)(withoutUndefined(given), ''), ...coverageFaults(given)]);
  // Those without a default are there, as has just been checked.
  return { ...policyDefaults, ...readChanges(given) } as BackupPolicyFields;
}

/** Reads a schedule alone, as a policy has it. */
export function readSchedule(body: unknown): Pick<BackupPolicyFields, 'schedule' | 'timezone'> {
  const given = isObject(body) ? withoutUndefined(body) : {};
  const missing = given['schedule'] === undefined ? [{ pointer: '/schedule', detail: 'is required' }] : [];
  refuse([...missing, ...objectWith({ schedule: checks.schedule, timezone: checks.timezone })(given, '')]);
  // Both have just been checked.
  return { timezone: policyDefaults.timezone, ...given } as Pick<BackupPolicyFields, 'schedule' | 'timezone'>;
}

/** What is wrong with fields that are good one by one. */
export function refuseAsWhole(fields: Pick<BackupPolicyFields, 'nodeId' | 'tag'>): void {
  refuse(coverageFaults(fields));
}

function coverageFaults({ nodeId, tag: byTag }: { nodeId?: unknown; tag?: unknown }): ProblemFault[] {
  const given = [nodeId, byTag].filter((value) => value !== undefined && value !== null);
  if (given.length === 1) return [];
  const detail = 'exactly one of nodeId and tag must say what the policy covers';
  return [{ pointer: given.length === 0 ? '/nodeId' : '/tag', detail }];
}

function withoutUndefined(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function refuse(faults: ProblemFault[]): void {
  if (faults.length > 0) throw new InvalidInputError(faults);
}
