import Type, { type Static, type TProperties } from 'typebox';
import { backupHookSchema, sentHookSchema } from './backup-hooks.schema.js';
import {
  backupCatchUps,
  backupLimits,
  backupPriorities,
  backupProtections,
  readDataPattern,
  repositoryPattern,
  resticVariablePattern,
} from './backup-policies.js';
import { policyDefaults } from './backup-policy-defaults.js';
import { cron, flag, integer, line, path, secretRef, timeZone } from './backup-policy-parts.js';
import { backupRetentionSchema } from './backup-retention.schema.js';
import { limits } from './limits.js';
import { nodeIdPattern } from './nodes.js';
import { choice, closed, count, instant, listOf, nullable, oneOf, text, uuid } from './schema-parts.js';

const tooMany = (max: number) => ({ type: 'must be a list', maxItems: `must have at most ${max} entries` });
const { pathsPerPolicy, environmentVariables } = backupLimits;
const environment = Type.Unsafe<Record<string, string>>({
  type: 'object',
  maxProperties: environmentVariables,
  propertyNames: {
    // The password has a field of its own.
    pattern: `^(?!RESTIC_PASSWORD$)${resticVariablePattern.source.slice(1)}`,
    fault: "is not a variable of restic's credentials",
  },
  additionalProperties: secretRef,
  fault: { type: 'must be an object', maxProperties: `must have at most ${environmentVariables} entries` },
});

const sometimes = nullable(cron, { description: 'Five cron fields; null: never.' });
const hook = nullable(backupHookSchema);
const sentHooks = { preHook: sentHookSchema, postHook: sentHookSchema, drillVerify: sentHookSchema };
/** A gibibyte a second and more is no limit. */
const speed = nullable(integer(1, 1024 * 1024));

/** What has to be said. */
const required = {
  name: line(limits.nameLength),
  /** A restic repository: `/path`, `sftp:…`, `rest:…`, `s3:…` or `rclone:…`. */
  repository: Type.String({
    maxLength: backupLimits.pathLength,
    pattern: repositoryPattern.source,
    format: 'repository',
    description: '{nodeId} stands for the id of the node.',
    fault: 'must be a text',
  }),
  /** `env:NAME` or `file:/absolute/path` on the node. */
  passwordRef: secretRef,
  paths: listOf(path, {
    minItems: 1,
    maxItems: pathsPerPolicy,
    fault: {
      type: 'must be a list',
      minItems: `must have 1 to ${pathsPerPolicy} entries`,
      maxItems: `must have 1 to ${pathsPerPolicy} entries`,
    },
  }),
  /** In `timezone`. */
  schedule: cron,
};

/** What has a default, which is in `policyDefaults`. */
const further = {
  /** The one node, or else the tag whose nodes the policy covers. */
  nodeId: nullable(Type.String({ pattern: nodeIdPattern.source, fault: 'must be the id of a node' }), {
    description: 'The one node; or else say a tag.',
  }),
  tag: nullable(line(limits.tagLength), { description: 'All nodes with this tag are covered.' }),
  /** Further variables of restic's environment, such as AWS_ACCESS_KEY_ID → where the node finds its value. */
  environment,
  excludes: listOf(line(backupLimits.pathLength, { format: 'no-option' }), {
    maxItems: pathsPerPolicy,
    fault: tooMany(pathsPerPolicy),
  }),
  oneFileSystem: flag(),
  tags: listOf(line(limits.tagLength, { format: 'snapshot-tag' }), {
    maxItems: limits.tagsPerNode,
    fault: tooMany(limits.tagsPerNode),
  }),
  /** An IANA name. */
  timezone: timeZone,
  /** For a time at which the node was off: run once when it is back, or wait for the next time. */
  catchUp: choice(backupCatchUps),
  retention: backupRetentionSchema,
  /** Only when there has never been one: after that, one that is missing is a fault. */
  initialize: flag({ description: 'Makes the repository when there is none.' }),
  enabled: flag(),
  preHook: hook,
  postHook: hook,
  uploadLimitKiBps: speed,
  downloadLimitKiBps: speed,
  priority: choice(backupPriorities),
  /** When `restic check` runs. */
  checkSchedule: sometimes,
  /** How much of the data it reads: `5%` or `1/10`; null: structure only. */
  checkReadData: nullable(
    Type.String({
      pattern: readDataPattern.source,
      fault: 'must be a share of the data, such as 5% or 1/10',
    }),
  ),
  /** When a restore drill runs; null: never, and then the policy stays unproven. */
  drillSchedule: sometimes,
  /** Files that a drill restores; null: all of the newest snapshot. */
  drillFiles: nullable(integer(1, backupLimits.drillFilesMax)),
  /** Where a drill restores to, on the node; null: a directory of the agent's own choice. */
  drillDirectory: nullable(path),
  drillVerify: hook,
  /** How old the last good backup and the last proven restore may be; null: twice their schedule's longest gap. */
  maxBackupAgeHours: nullable(integer(1, 24 * 366)),
  maxProofAgeDays: nullable(integer(1, 3660)),
};

/** What an operator writes. */
export const backupPolicyFieldsSchema = Type.Object({ ...required, ...further });
export type BackupPolicyFields = Static<typeof backupPolicyFieldsSchema>;

/** What an OpenAPI reader is to know; the server fills in the same. */
function withDefaults<Fields extends TProperties>(fields: Fields): Fields {
  const defaults: Readonly<Record<string, unknown>> = policyDefaults;
  const described = Object.entries(fields).map(([name, schema]) => [name, { ...schema, default: defaults[name] }]);
  // The same fields, each with one keyword more.
  return Object.fromEntries(described) as Fields;
}

/** What has to be said; everything else has a default. */
export const createBackupPolicySchema = Type.Object(
  { ...required, ...Type.Partial(Type.Object(withDefaults({ ...further, ...sentHooks }))).properties },
  closed,
);
export type CreateBackupPolicyRequest = Static<typeof createBackupPolicySchema>;

/** What is left out stays as it is. */
export const updateBackupPolicySchema = Type.Partial(Type.Object({ ...required, ...further, ...sentHooks }), closed);
export type UpdateBackupPolicyRequest = Static<typeof updateBackupPolicySchema>;

export const backupPolicySchema = Type.Object({
  id: uuid,
  ...backupPolicyFieldsSchema.properties,
  /** The schedule in words, and its next five times; none while the policy is paused. */
  scheduleText: text,
  nextRuns: listOf(instant),
  /** Over the nodes that it covers: how many there are, and the worst there is. */
  nodes: count,
  protection: oneOf(backupProtections),
  createdAt: instant,
  updatedAt: instant,
});
export type BackupPolicy = Static<typeof backupPolicySchema>;
