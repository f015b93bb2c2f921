import type { Client } from '@hyprbox/api-client';
import type { CreateRollout, RolloutFields } from '@hyprbox/contracts';
import type { ArgumentsCamelCase, InferredOptionTypes } from 'yargs';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { variableFlags, variablesFor } from '../variables.js';
import { hostFlags, selectorOfKnown } from '../selector-flags.js';
import { rolloutFieldsOf, startTimeOf } from './rollout-fields.js';
import { rolloutFlags, workFlags } from './rollout-flags.js';
import { readScript } from './script-file.js';

/** Everything that says which rollout is meant: `start` makes it, `plan` looks at it first. */
export const requestFlags = {
  ...hostFlags,
  ...variableFlags,
  ...rolloutFlags,
  ...workFlags,
  'start-at': { type: 'string', requiresArg: true, describe: 'When it begins, as ISO 8601 (now)' },
} as const;

type WorkArguments = ArgumentsCamelCase<InferredOptionTypes<typeof variableFlags & typeof workFlags>>;
type RequestArguments = ArgumentsCamelCase<InferredOptionTypes<typeof requestFlags>>;

export async function requestFor(
  context: Context,
  client: Client,
  preset: string | undefined,
  args: RequestArguments,
): Promise<CreateRollout> {
  const startAt = startTimeOf(args.startAt);
  return {
    ...rolloutFieldsOf(args),
    selector: await selectorOfKnown(context, args.node, args),
    ...(await workOf(context, client, preset, args)),
    ...(startAt !== undefined && { startAt }),
  };
}

/** A preset with its variables, or a script of one's own. */
export async function workOf(
  context: Context,
  client: Client,
  preset: string | undefined,
  { script, set, setFile, name, presetVersion }: WorkArguments,
): Promise<Omit<RolloutFields, 'selector'>> {
  if ((preset === undefined) === (script === undefined)) {
    throw new UsageError('What should run? Give the name of a preset, or --script <file>', 'see `hyprbox preset list`');
  }
  const named = name === undefined ? {} : { name };
  if (preset === undefined) {
    if (set.length + setFile.length > 0)
      throw new UsageError('--set is of presets: a script of your own has no variables');
    if (presetVersion !== undefined) throw new UsageError('--preset-version is of presets');
    return { ...named, script: await readScript(context.io, script ?? '-') };
  }
  const variables = await variablesFor(await client.presets.get(preset), set, setFile);
  return { ...named, preset, variables, ...versionOf(presetVersion) };
}

function versionOf(typed: string | undefined): Pick<RolloutFields, 'presetVersion'> {
  if (typed === undefined) return {};
  if (!/^\d{1,9}$/.test(typed)) throw new UsageError('--preset-version must be a whole number');
  return { presetVersion: Number(typed) };
}
