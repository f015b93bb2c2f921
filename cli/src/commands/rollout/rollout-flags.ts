import { offlineActions, rolloutLimits } from '@hyprbox/contracts';
import type { ArgumentsCamelCase, InferredOptionTypes } from 'yargs';
import { seconds, timeoutSeconds } from '../../arguments/values.js';

const text = <const D extends string>(describe: D) => ({ type: 'string', requiresArg: true, describe }) as const;

/** How a rollout goes through its hosts. `rollout-fields.ts` reads the values. */
export const rolloutFlags = {
  wave: {
    type: 'array',
    string: true,
    requiresArg: true,
    describe: 'A wave: 1, 10% or 100%; 10%:15m waits after it; repeatable',
  },
  budget: text('Hosts that may run and fail at once: 5, or 10%'),
  gate: {
    type: 'array',
    string: true,
    requiresArg: true,
    describe: 'Before the next wave: heartbeat, no-new-critical, confirm, check=<preset>; repeatable',
  },
  'when-offline': { choices: offlineActions, requiresArg: true, describe: 'About hosts that are away (WAIT)' },
  wait: {
    type: 'string',
    coerce: seconds('wait', rolloutLimits.waitSecondsMax, '30d', 1),
    requiresArg: true,
    describe: 'How long a host that is away is waited for (24h)',
  },
  timeout: { type: 'string', coerce: timeoutSeconds, requiresArg: true, describe: "A host's time limit: 90s, 10m, 2h" },
  window: text('Id of a window (`alert window list`): hosts start only while it is open'),
  'during-maintenance': { type: 'boolean', describe: 'Also on hosts under maintenance' },
} as const;

/** As yargs hands the flags over. */
export type RolloutArguments = ArgumentsCamelCase<InferredOptionTypes<typeof rolloutFlags>>;

/** What is run, beside the preset itself. */
export const workFlags = {
  'preset-version': text('Only if the preset still is of this version'),
  script: text('A script of your own in place of a preset: a file, or -: stdin'),
  name: text('What to call it'),
} as const;
