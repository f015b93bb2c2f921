import type { BackupPolicyFields, BackupRetention, UpdateBackupPolicyRequest } from '@hyprbox/contracts';
import { UsageError } from '../../../errors.js';
import type { PolicyArgs } from './policy-flags.js';

/** The word that takes a value away. */
const nothing = 'none';

/** What a policy holds already and a flag changes in part. */
export type ChangedInPart = Pick<BackupPolicyFields, 'environment' | 'retention'>;

/** The fields that the flags give, and no others. `before` is what `--env` and `--keep-…` change. */
export function fieldsOf(args: PolicyArgs, before: Partial<ChangedInPart>): UpdateBackupPolicyRequest {
  if (args.node !== undefined && args.tag !== undefined) throw new UsageError('Give either --node or --tag');
  const fields: { [F in keyof BackupPolicyFields]?: BackupPolicyFields[F] | undefined } = {
    nodeId: args.tag === undefined ? args.node : null,
    tag: args.node === undefined ? args.tag : null,
    repository: args.repository,
    passwordRef: args.passwordRef,
    environment: environmentOf(args.env, before.environment),
    paths: args.path,
    excludes: listOf(args.exclude),
    oneFileSystem: args.oneFileSystem,
    tags: listOf(args.snapshotTag),
    schedule: args.schedule,
    timezone: args.timezone,
    catchUp: args.catchUp,
    retention: retentionOf(args, before.retention),
    initialize: args.initialize,
    enabled: args.paused === undefined ? undefined : !args.paused,
    preHook: hookOf(args.preHook),
    postHook: hookOf(args.postHook),
    uploadLimitKiBps: countOrNull('--upload-limit', args.uploadLimit),
    downloadLimitKiBps: countOrNull('--download-limit', args.downloadLimit),
    priority: args.priority,
    checkSchedule: textOrNull(args.checkSchedule),
    checkReadData: textOrNull(args.checkReadData),
    drillSchedule: textOrNull(args.drillSchedule),
    drillFiles: args.drillFiles === 'all' ? null : countOrNull('--drill-files', args.drillFiles),
    drillDirectory: textOrNull(args.drillDirectory),
    drillVerify: hookOf(args.drillVerify),
    maxBackupAgeHours: ageOrNull('--max-backup-age', args.maxBackupAge, 1),
    maxProofAgeDays: ageOrNull('--max-proof-age', args.maxProofAge, 24),
  };
  // With every undefined gone, what is left is the request's own type.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function textOrNull(typed: string | undefined): string | null | undefined {
  return typed === nothing ? null : typed;
}

function listOf(typed: string[] | undefined): string[] | undefined {
  return typed?.length === 1 && typed[0] === nothing ? [] : typed;
}

function hookOf(preset: string | undefined): BackupPolicyFields['preHook'] | undefined {
  if (preset === undefined) return undefined;
  return preset === nothing ? null : { preset, variables: {} };
}

function countOrNull(flag: string, typed: string | undefined): number | null | undefined {
  if (typed === undefined) return undefined;
  if (typed === nothing) return null;
  if (!/^\d{1,9}$/.test(typed)) throw new UsageError(`${flag} must be a whole number, or "${nothing}"`);
  return Number(typed);
}

const hoursIn: Readonly<Record<string, number>> = { h: 1, d: 24, w: 7 * 24 };

/** In units of so many hours, rounded up: half a day more is kinder than an alarm half a day early. */
function ageOrNull(flag: string, typed: string | undefined, unitHours: number): number | null | undefined {
  if (typed === undefined) return undefined;
  if (typed === nothing) return null;
  const match = /^(\d{1,6})([hdw])$/.exec(typed);
  const hours = match === null ? 0 : Number(match[1]) * (hoursIn[match[2] ?? ''] ?? 0);
  if (hours === 0) throw new UsageError(`${flag} must be a time such as 26h, 3d or 8w, or "${nothing}"`);
  return Math.ceil(hours / unitHours);
}

function environmentOf(
  typed: string[] | undefined,
  before: Record<string, string> | undefined,
): Record<string, string> | undefined {
  if (typed === undefined) return undefined;
  const environment = new Map(Object.entries(before ?? {}));
  for (const assignment of typed) {
    const at = assignment.indexOf('=');
    if (at < 1) throw new UsageError(`--env takes NAME=env:NAME or NAME=file:/path, not "${assignment}"`);
    const name = assignment.slice(0, at);
    const reference = assignment.slice(at + 1);
    if (reference === nothing) environment.delete(name);
    else environment.set(name, reference);
  }
  return Object.fromEntries(environment);
}

function retentionOf(args: PolicyArgs, before: BackupRetention | undefined): BackupRetention | undefined {
  const typed = [
    ['keepLast', countOrNull('--keep-last', args.keepLast)],
    ['keepDaily', countOrNull('--keep-daily', args.keepDaily)],
    ['keepWeekly', countOrNull('--keep-weekly', args.keepWeekly)],
    ['keepMonthly', countOrNull('--keep-monthly', args.keepMonthly)],
    ['keepYearly', countOrNull('--keep-yearly', args.keepYearly)],
  ] as const;
  if (typed.every(([, count]) => count === undefined)) return undefined;
  const retention = { ...before };
  for (const [key, count] of typed) {
    if (count === null) delete retention[key];
    else if (count !== undefined) retention[key] = count;
  }
  return retention;
}
