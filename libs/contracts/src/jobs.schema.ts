import Type, { type Static } from 'typebox';
import { executionReasons, executionStatuses } from './jobs.js';
import { variableValuesSchema } from './presets.schema.js';
import { count, flag, instant, nullable, oneOf, text, uuid } from './schema-parts.js';

const exitCode = nullable(Type.Integer({ minimum: 0, maximum: 255 }));

/** A job as lists show it: no output, no script. */
export const jobSummarySchema = Type.Object({
  id: uuid,
  nodeId: text,
  preset: text,
  /** 0 for a draft. */
  presetVersion: count,
  variables: variableValuesSchema,
  scriptSha256: text,
  status: oneOf(executionStatuses),
  reason: nullable(oneOf(executionReasons)),
  exitCode,
  /** The signal that ended the script, such as `SIGKILL`. */
  signal: nullable(text),
  /** The script's real exit code, when it arrived after the job had been given up. */
  lateExitCode: exitCode,
  /** What the agent said of an end that was not the script's own. */
  message: nullable(text),
  attempt: count,
  timeoutSeconds: count,
  cancelRequestedAt: nullable(instant),
  /** The user's id, and the name to show for it. */
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  /** The rollout that it is part of. */
  rolloutId: nullable(uuid),
  /** It tried a draft. */
  isTest: flag,
  createdAt: instant,
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
  stdoutBytes: count,
  stderrBytes: count,
  stdoutDroppedBytes: count,
  stderrDroppedBytes: count,
});
export type JobSummary = Static<typeof jobSummarySchema>;

const tail = Type.String({ description: 'The newest 256 KiB as text.' });
export const jobSchema = Type.Object({ ...jobSummarySchema.properties, script: text, stdout: tail, stderr: tail });
export type Job = Static<typeof jobSchema>;
