import {
  policyDefaults,
  type BackupHook,
  type BackupPolicyFields,
  type CreateBackupPolicyRequest,
} from '@hyprbox/contracts';
import { usualPasswordFile } from './password-commands';

/** What stands in the form's fields: text as it was typed, lists a line each, empty for none. */
export interface PolicyInput {
  name: string;
  covers: string;
  nodeId: string;
  tag: string;
  repository: string;
  initialize: boolean;
  passwordRef: string;
  environment: string;
  paths: string;
  excludes: string;
  oneFileSystem: boolean;
  tags: string;
  schedule: string;
  timezone: string;
  catchUp: string;
  enabled: boolean;
  keepLast: string;
  keepDaily: string;
  keepWeekly: string;
  keepMonthly: string;
  keepYearly: string;
  drillSchedule: string;
  drillFiles: string;
  drillDirectory: string;
  checkSchedule: string;
  checkReadData: string;
  priority: string;
  uploadLimitKiBps: string;
  downloadLimitKiBps: string;
  maxBackupAgeHours: string;
  maxProofAgeDays: string;
  /** Names of presets. */
  preHook: string;
  postHook: string;
  drillVerify: string;
}

export type HookRole = 'preHook' | 'postHook' | 'drillVerify';
export type Hooks = Readonly<Record<HookRole, BackupHook | null>>;

/** What a new policy begins with: a backup a day, and what a policy has that does not say otherwise. */
export function newInput(nodeId: string, timezone: string): PolicyInput {
  return {
    name: '',
    covers: 'node',
    nodeId,
    tag: '',
    repository: '',
    initialize: policyDefaults.initialize,
    passwordRef: `file:${usualPasswordFile}`,
    environment: '',
    paths: '',
    excludes: '',
    oneFileSystem: policyDefaults.oneFileSystem,
    tags: '',
    schedule: '30 2 * * *',
    timezone,
    catchUp: policyDefaults.catchUp,
    enabled: policyDefaults.enabled,
    keepLast: '',
    keepDaily: '7',
    keepWeekly: '5',
    keepMonthly: '12',
    keepYearly: '',
    drillSchedule: policyDefaults.drillSchedule ?? '',
    drillFiles: String(policyDefaults.drillFiles ?? ''),
    drillDirectory: '',
    checkSchedule: policyDefaults.checkSchedule ?? '',
    checkReadData: policyDefaults.checkReadData ?? '',
    priority: policyDefaults.priority,
    uploadLimitKiBps: '',
    downloadLimitKiBps: '',
    maxBackupAgeHours: '',
    maxProofAgeDays: '',
    preHook: '',
    postHook: '',
    drillVerify: '',
  };
}

export function inputOf(policy: BackupPolicyFields): PolicyInput {
  const text = (value: string | number | null | undefined): string => (value ?? '').toString();
  const { retention } = policy;
  return {
    name: policy.name,
    covers: policy.tag === null ? 'node' : 'tag',
    nodeId: text(policy.nodeId),
    tag: text(policy.tag),
    repository: policy.repository,
    initialize: policy.initialize,
    passwordRef: policy.passwordRef,
    environment: Object.entries(policy.environment)
      .map(([name, reference]) => `${name}=${reference}`)
      .join('\n'),
    paths: policy.paths.join('\n'),
    excludes: policy.excludes.join('\n'),
    oneFileSystem: policy.oneFileSystem,
    tags: policy.tags.join('\n'),
    schedule: policy.schedule,
    timezone: policy.timezone,
    catchUp: policy.catchUp,
    enabled: policy.enabled,
    keepLast: text(retention.keepLast),
    keepDaily: text(retention.keepDaily),
    keepWeekly: text(retention.keepWeekly),
    keepMonthly: text(retention.keepMonthly),
    keepYearly: text(retention.keepYearly),
    drillSchedule: text(policy.drillSchedule),
    drillFiles: text(policy.drillFiles),
    drillDirectory: text(policy.drillDirectory),
    checkSchedule: text(policy.checkSchedule),
    checkReadData: text(policy.checkReadData),
    priority: policy.priority,
    uploadLimitKiBps: text(policy.uploadLimitKiBps),
    downloadLimitKiBps: text(policy.downloadLimitKiBps),
    maxBackupAgeHours: text(policy.maxBackupAgeHours),
    maxProofAgeDays: text(policy.maxProofAgeDays),
    preHook: text(policy.preHook?.preset),
    postHook: text(policy.postHook?.preset),
    drillVerify: text(policy.drillVerify?.preset),
  };
}

/** What the fields say, as the server takes it; it has the last word on each. */
export function requestOf(input: PolicyInput, hooks: Hooks): CreateBackupPolicyRequest {
  return {
    name: input.name.trim(),
    nodeId: input.covers === 'node' ? textOrNull(input.nodeId) : null,
    tag: input.covers === 'tag' ? textOrNull(input.tag) : null,
    repository: input.repository.trim(),
    initialize: input.initialize,
    passwordRef: input.passwordRef.trim(),
    environment: Object.fromEntries(linesOf(input.environment).map(variableOf)),
    paths: linesOf(input.paths),
    excludes: linesOf(input.excludes),
    oneFileSystem: input.oneFileSystem,
    tags: linesOf(input.tags),
    schedule: input.schedule.trim(),
    timezone: input.timezone.trim(),
    catchUp: input.catchUp === 'SKIP' ? 'SKIP' : 'RUN_ONCE',
    enabled: input.enabled,
    retention: {
      ...kept('keepLast', input.keepLast),
      ...kept('keepDaily', input.keepDaily),
      ...kept('keepWeekly', input.keepWeekly),
      ...kept('keepMonthly', input.keepMonthly),
      ...kept('keepYearly', input.keepYearly),
    },
    drillSchedule: textOrNull(input.drillSchedule),
    drillFiles: numberOrNull(input.drillFiles),
    drillDirectory: textOrNull(input.drillDirectory),
    checkSchedule: textOrNull(input.checkSchedule),
    checkReadData: textOrNull(input.checkReadData),
    priority: input.priority === 'NORMAL' ? 'NORMAL' : 'LOW',
    uploadLimitKiBps: numberOrNull(input.uploadLimitKiBps),
    downloadLimitKiBps: numberOrNull(input.downloadLimitKiBps),
    maxBackupAgeHours: numberOrNull(input.maxBackupAgeHours),
    maxProofAgeDays: numberOrNull(input.maxProofAgeDays),
    ...hooks,
  };
}

/** The lines that say something. A path may begin or end with a space as little as a person would notice. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `NAME=env:OTHER` or `NAME=file:/path`. */
export function variableOf(line: string): [name: string, reference: string] {
  const at = line.indexOf('=');
  return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function kept<Key extends string>(key: Key, text: string): Partial<Record<Key, number>> {
  const count = numberOrNull(text);
  // The computed key is what the type says; TypeScript widens it to string.
  return count === null ? {} : ({ [key]: count } as Record<Key, number>);
}
