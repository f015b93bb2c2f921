import {
  policyDefaults,
  type BackupHook,
  type BackupPolicyFields,
  type ProblemFault,
  type SchedulePreviewRequest,
  type SentHook,
  type UpdateBackupPolicyRequest,
} from '@hyprbox/contracts';
import {
  createBackupPolicySchema,
  schedulePreviewRequestSchema,
  updateBackupPolicySchema,
} from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../../common/domain-error.js';
import { bodyReader, type Fields } from '../../http/body-reader.js';
import type { HookRole } from './hook-scripts.js';
import { policyFormats } from './policy-formats.js';

/** The tag that a policy's snapshots carry, by which they are found again. */
export const ownTag = (policyId: string): string => `hyprbox:${policyId}`;

const policyIn = bodyReader(createBackupPolicySchema, policyFormats, coverageFaults);
const changesIn = bodyReader(updateBackupPolicySchema, policyFormats);
const scheduleIn = bodyReader(schedulePreviewRequestSchema, policyFormats);

/** Reads the fields of a policy that are to be changed. */
export function readChanges(body: unknown): Partial<BackupPolicyFields> {
  return withHooks(changesIn(body));
}

/** Reads a whole policy: what is left out takes its default. */
export function readPolicy(body: unknown): BackupPolicyFields {
  return { ...policyDefaults, ...withHooks(policyIn(body)) };
}

/** Reads a schedule alone, as a policy has it. */
export function readSchedule(body: unknown): Required<SchedulePreviewRequest> {
  return { timezone: policyDefaults.timezone, ...scheduleIn(body) };
}

/** What is wrong with fields that are good one by one. */
export function refuseAsWhole(fields: Pick<BackupPolicyFields, 'nodeId' | 'tag'>): void {
  const faults = coverageFaults(fields);
  if (faults.length > 0) throw new InvalidInputError(faults);
}

function coverageFaults({ nodeId, tag }: Fields): ProblemFault[] {
  const given = [nodeId, tag].filter((value) => value !== undefined && value !== null);
  if (given.length === 1) return [];
  const detail = 'exactly one of nodeId and tag must say what the policy covers';
  return [{ pointer: given.length === 0 ? '/nodeId' : '/tag', detail }];
}

function withHooks<Sent extends UpdateBackupPolicyRequest>(
  sent: Sent,
): Omit<Sent, HookRole> & Partial<Pick<BackupPolicyFields, HookRole>> {
  const { preHook, postHook, drillVerify, ...fields } = sent;
  return {
    ...fields,
    ...(preHook !== undefined && { preHook: hookOf(preHook) }),
    ...(postHook !== undefined && { postHook: hookOf(postHook) }),
    ...(drillVerify !== undefined && { drillVerify: hookOf(drillVerify) }),
  };
}

function hookOf(hook: SentHook): BackupHook | null {
  return hook && { preset: hook.preset, variables: hook.variables ?? {} };
}
