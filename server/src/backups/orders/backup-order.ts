import { createHash } from 'node:crypto';
import {
  backupRunKinds,
  type BackupHook,
  type BackupPolicyFields,
  type BackupRunKind,
  type OrderedHook,
  type BackupOperation,
  type BackupOrder,
  type BackupSecretScope,
  type BackupTask,
  secretPrefix,
} from '@hyprbox/contracts';
import { backupOrderSchema } from '@hyprbox/contracts/schemas';
import { checkOf } from '../../common/schema-check.js';
import type { RenderedScript } from '../../presets/render.js';
import type { HookRole, RenderedHooks } from '../policies/hook-scripts.js';
import { ownTag } from '../policies/policy-fields.js';
import { repositoryOf } from '../repositories/repository-address.js';
import type { KnownRepository } from '../repositories/repositories.repository.js';

/** An order as it is frozen in an execution. */
export interface FrozenOrder {
  script: string;
  scriptSha256: string;
  secretRefs: Record<string, string>;
}

const scopes: Readonly<Record<HookRole, BackupSecretScope>> = {
  preHook: 'PRE',
  postHook: 'POST',
  drillVerify: 'VERIFY',
};

export interface OrderedPolicy {
  id: string;
  fields: BackupPolicyFields;
}

/** Writes an order down: what is handed to the node is what was decided now, whatever becomes of the policy later. */
export function freezeOrder(
  policy: OrderedPolicy,
  nodeId: string,
  task: BackupTask,
  hooks: RenderedHooks,
  known: KnownRepository,
): FrozenOrder {
  const { fields } = policy;
  const order: BackupOrder = {
    version: 1,
    policyId: policy.id,
    nodeId,
    repository: repositoryOf(fields.repository, nodeId),
    ownTags: [ownTag(policy.id)],
    // One that has been there and is missing is on a disk that is not mounted.
    initialize: fields.initialize && !known.knownGood && known.resticId === null,
    repositoryId: known.resticId,
    uploadLimitKiBps: fields.uploadLimitKiBps,
    downloadLimitKiBps: fields.downloadLimitKiBps,
    priority: fields.priority,
    task,
  };
  const script = JSON.stringify(order);
  return {
    script,
    scriptSha256: createHash('sha256').update(script, 'utf8').digest('hex'),
    secretRefs: secretRefs(fields, hooks),
  };
}

export function hookOf(hook: BackupHook | null, rendered: RenderedScript | undefined): OrderedHook | null {
  return hook && rendered ? { preset: hook.preset, script: rendered.script, sha256: rendered.sha256 } : null;
}

/** Each variable as `HYPRBOX_SECRET_<scope>__<NAME>`, so that the secrets of one script are not handed to another. */
function secretRefs(fields: BackupPolicyFields, hooks: RenderedHooks): Record<string, string> {
  const scoped = (scope: BackupSecretScope, refs: Record<string, string>): [string, string][] =>
    Object.entries(refs).map(([name, ref]) => [`${secretPrefix}${scope}__${name}`, ref]);
  const ofHooks = Object.entries(hooks).flatMap(([role, { secretRefs: refs }]) =>
    // The keys of `hooks` are the roles.
    scoped(
      scopes[role as HookRole],
      Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name.replace(secretPrefix, ''), ref])),
    ),
  );
  return Object.fromEntries([
    ...scoped('VAULT', { ...fields.environment, RESTIC_PASSWORD: fields.passwordRef }),
    ...ofHooks,
  ]);
}

const isOrder = checkOf(backupOrderSchema);

export function orderOf(script: string): BackupOrder {
  const order: unknown = JSON.parse(script);
  // It was written by `freezeOrder`, of this version or an older one.
  if (!isOrder(order)) throw new Error('An execution for a repository holds no order');
  return order;
}

/** What a frozen order asks for. */
export function taskOf(script: string): BackupTask {
  return orderOf(script).task;
}

/** Whether it is a run; the others are queries, which change nothing. */
export function isRun(operation: BackupOperation): operation is BackupRunKind {
  return backupRunKinds.some((kind) => kind === operation);
}
