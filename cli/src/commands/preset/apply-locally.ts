import { createHash } from 'node:crypto';
import type { Client } from '@hyprbox/api-client';
import { jobPathOf } from '@hyprbox/contracts';
import type { PresetSummary, VariableValues } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { LocalFailure, UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import type { ExitCodeStyle } from '../../exit-codes.js';
import { DirectPrinter } from '../../follow/output-printer.js';
import { RecordPrinter } from '../../follow/record-printer.js';
import { resolveSecrets } from '../../local/resolve-secrets.js';
import { runScript } from '../../local/run-script.js';

export interface LocalWork {
  preset: PresetSummary;
  variables: VariableValues;
  timeoutSeconds: number | undefined;
  exitCode: ExitCodeStyle;
}

/** Renders at the server, runs here. Gives the script's exit code, or what stands for its outcome. */
export async function applyLocally(context: Context, client: Client, work: LocalWork): Promise<number> {
  const { io, output, signal } = context;
  const { preset, variables, timeoutSeconds, exitCode } = work;
  const path = jobPath(io.env);
  const secrets = await resolveSecrets(preset, variables, io.env);
  const { script, sha256 } = await client.presets.render(preset.name, variables);
  if (createHash('sha256').update(script, 'utf8').digest('hex') !== sha256) {
    throw new LocalFailure('The script does not match the SHA-256 that came with it; nothing was run');
  }
  const printer = output.isJson ? new RecordPrinter(output, {}) : new DirectPrinter(io);
  const end = await runScript({
    script,
    env: { ...withoutOurOwn(io.env), ...secrets, PATH: path },
    timeoutSeconds,
    printer,
    signal,
  });
  if (output.isJson) await output.record({ event: 'done', ...end });
  if (end.reason === 'TIMEOUT') {
    if (!output.isJson) await output.note(`${preset.name} ran out of time and was ended.`);
    return exitCodes.timeout;
  }
  return exitCode === 'outcome' && end.exitCode !== exitCodes.ok ? exitCodes.failure : end.exitCode;
}

/** The same as for an agent's jobs, so that a script finds the same programs, and none of a directory of the shell's. */
function jobPath(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return jobPathOf(env['HYPRBOX_JOB_PATH']);
  } catch (error) {
    throw new UsageError(`HYPRBOX_JOB_PATH ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The API token and the like are none of a script's business. */
function withoutOurOwn(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('HYPRBOX_')));
}
