import Type, { type Static } from 'typebox';
import { backupPriorities } from './backup-policies.js';
import { backupRetentionSchema } from './backup-retention.schema.js';
import { count, flag, listOf, nullable, oneOf, text } from './schema-parts.js';

/** A rendered preset. */
export const orderedHookSchema = Type.Object({ preset: text, script: text, sha256: text });
export type OrderedHook = Static<typeof orderedHookSchema>;

const hook = nullable(orderedHookSchema);

export const backupTaskSchema = Type.Union([
  Type.Object({
    operation: Type.Literal('BACKUP'),
    paths: listOf(text),
    excludes: listOf(text),
    oneFileSystem: flag,
    /** The operator's, beside `ownTags`. */
    tags: listOf(text),
    preHook: hook,
    postHook: hook,
  }),
  Type.Object({ operation: Type.Literal('PRUNE'), retention: backupRetentionSchema }),
  Type.Object({ operation: Type.Literal('CHECK'), readData: nullable(text) }),
  Type.Object({
    operation: Type.Literal('RESTORE'),
    snapshotId: text,
    targetPath: text,
    include: listOf(text),
    dryRun: flag,
    overwrite: flag,
  }),
  Type.Object({ operation: Type.Literal('DRILL'), files: nullable(count), directory: nullable(text), verify: hook }),
  Type.Object({ operation: Type.Literal('SNAPSHOTS') }),
  Type.Object({ operation: Type.Literal('TREE'), snapshotId: text, path: text }),
  Type.Object({ operation: Type.Literal('FIND'), pattern: text }),
  Type.Object({ operation: Type.Literal('DIFF'), from: text, to: text }),
]);
export type BackupTask = Static<typeof backupTaskSchema>;
export type BackupOperation = BackupTask['operation'];

/**
 * What a node is handed for a backup run: the text of an execution of the kind VAULT, as JSON. The agent starts its own
 * program with it instead of bash. Secrets are not in it: the execution's `secretRefs` name them, each variable as
 * `HYPRBOX_SECRET_<scope>__<NAME>`; `VAULT` is restic's environment (RESTIC_PASSWORD …), the others are the hooks'.
 */
export const backupOrderSchema = Type.Object({
  version: Type.Literal(1),
  policyId: text,
  nodeId: text,
  /** With `{nodeId}` filled in. */
  repository: text,
  /** Snapshots carry the node as their host, and these tags; only such snapshots are listed and forgotten. */
  ownTags: listOf(text),
  /** Whether a backup may make the repository: never once it is known to have been there. */
  initialize: flag,
  /** Restic's id of the repository that is known at this address; null, and left out by older servers: none is. */
  repositoryId: Type.Optional(nullable(text)),
  uploadLimitKiBps: nullable(count),
  downloadLimitKiBps: nullable(count),
  priority: oneOf(backupPriorities),
  task: backupTaskSchema,
});
export type BackupOrder = Static<typeof backupOrderSchema>;
