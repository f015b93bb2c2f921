import type { Client } from '@hyprbox/api-client';
import type { RolloutFields, Schedule, ScheduleFields } from '@hyprbox/contracts';
import { scheduleDefaults } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { rolloutFieldsOf } from '../rollout/rollout-fields.js';
import { workOf } from '../rollout/rollout-request.js';
import { selectorFor } from '../selector-flags.js';
import { readYamlFile } from '../yaml-file.js';
import type { ScheduleArguments } from './schedule-flags.js';

export type PartOfSchedule = Partial<Omit<ScheduleFields, 'rollout'>> & { rollout?: Partial<RolloutFields> };

/** What the server says of a schedule beyond what was written: it is in `show --json`, and no part of a file. */
const derived: Readonly<Record<Exclude<keyof Schedule, keyof ScheduleFields> | 'version', true>> = {
  id: true,
  version: true,
  words: true,
  nextAt: true,
  lastFire: true,
  currentPreset: true,
  createdBy: true,
  createdByName: true,
  createdAt: true,
  updatedAt: true,
  warnings: true,
};

/** The fields that a schedule was made of. */
export function writtenFields(schedule: Schedule): ScheduleFields {
  // With what is derived gone, what is left is what was written.
  return without(derived, { ...schedule }) as unknown as ScheduleFields;
}

/**
 * The schedule that a YAML or JSON file holds, such as `schedule show --json` prints. Fields and values are left to the
 * server, which names each fault.
 */
export async function readScheduleFile({ io }: Context, path: string): Promise<PartOfSchedule> {
  const fields = without(derived, await readYamlFile(io, path, 'one schedule'));
  const { rollout } = fields;
  if (rollout !== undefined && (typeof rollout !== 'object' || rollout === null)) {
    throw new UsageError('--file: "rollout" must be a mapping of fields to values');
  }
  return fields;
}

/** The fields that the flags give, over those that there are already. */
export async function changedBy(
  context: Context,
  client: Client,
  args: ScheduleArguments,
  before: PartOfSchedule,
): Promise<PartOfSchedule> {
  const fields: { [Field in keyof PartOfSchedule]?: PartOfSchedule[Field] | undefined } = {
    cron: args.cron,
    timezone: args.timezone,
    overlap: args.overlap,
    misfire: args.misfire,
    startDeadlineSeconds: args.startDeadline,
    jitterSeconds: args.jitter,
  };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...before, ...given, rollout: await rolloutChangedBy(context, client, args, before.rollout ?? {}) };
}

async function rolloutChangedBy(
  context: Context,
  client: Client,
  args: ScheduleArguments,
  before: Partial<RolloutFields>,
): Promise<Partial<RolloutFields>> {
  const changes = {
    ...rolloutFieldsOf(args),
    ...(namesHosts(args) && { selector: await selectorFor(context, args.node, args) }),
  };
  const namesWork = args.preset !== undefined || args.script !== undefined;
  const isOther = args.script !== undefined || (args.preset !== undefined && args.preset !== before.preset);
  const preset = args.preset ?? (args.script === undefined ? before.preset : undefined);
  if (!namesWork && args.set.length + args.setFile.length === 0 && args.presetVersion === undefined) {
    return { ...before, ...changes };
  }
  const work = await workOf(context, client, preset, { ...args, name: undefined });
  // Another preset has other variables, and a script none.
  const kept = isOther ? {} : before.variables;
  return {
    ...without(whatItRuns, before),
    ...changes,
    ...work,
    ...(work.variables && { variables: { ...kept, ...work.variables } }),
  };
}

function namesHosts(args: ScheduleArguments): boolean {
  const lists = [args.node, args.tag, args.tagAny, args.tagNone];
  const isAny = lists.some((list) => list !== undefined && list.length > 0);
  return isAny || args.all || args.platform !== undefined || args.selector !== undefined;
}

const whatItRuns = { preset: true, presetVersion: true, variables: true, script: true } as const;

const needed: readonly (readonly [field: string, words: string])[] = [
  ['name', 'a name'],
  ['cron', '--cron'],
  ['timezone', '--timezone'],
];

/** Throws UsageError that names everything that is missing at once. */
export function completeSchedule(given: PartOfSchedule): ScheduleFields {
  const fields: PartOfSchedule = { ...scheduleDefaults, ...given };
  const missing = needed.flatMap(([field, words]) => (Object.hasOwn(fields, field) ? [] : [words]));
  const { rollout = {} } = fields;
  if (rollout.preset === undefined && rollout.script === undefined) missing.push('--preset or --script');
  if (rollout.selector === undefined) missing.push('which hosts, such as --tag');
  if (missing.length > 0) {
    throw new UsageError(`Missing: ${missing.join(', ')}`, 'see `hyprbox schedule create --help`');
  }
  // Every field that such a request must have is there; the server reads what they are.
  return fields as ScheduleFields;
}

function without<Fields extends object>(names: Readonly<Record<string, true>>, fields: Fields): Partial<Fields> {
  // What is left has the types that it had.
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(names, name))) as Partial<Fields>;
}
