import { scheduleLimits, scheduleMisfires, scheduleOverlaps } from '@hyprbox/contracts';
import type { ArgumentsCamelCase, InferredOptionTypes } from 'yargs';
import { seconds } from '../../arguments/values.js';
import { variableFlags } from '../variables.js';
import { rolloutFlags, workFlags } from '../rollout/rollout-flags.js';
import { hostFlags } from '../selector-flags.js';

const text = <const D extends string>(describe: D) => ({ type: 'string', requiresArg: true, describe }) as const;

/** What a schedule is made of, as `create` and `edit` take it. `schedule-fields.ts` reads the values. */
export const scheduleFlags = {
  file: { ...text('All of it from a YAML or JSON file (-: stdin); other flags go first'), alias: 'f' },
  cron: text('When: five cron fields, such as "0 4 * * 0"'),
  timezone: text('By the clock of which zone, such as Europe/Berlin'),
  overlap: { choices: scheduleOverlaps, requiresArg: true, describe: 'While the run before goes on (SKIP)' },
  misfire: { choices: scheduleMisfires, requiresArg: true, describe: 'Of times without a server (RUN_ONCE)' },
  'start-deadline': {
    type: 'string',
    coerce: seconds('start-deadline', scheduleLimits.startDeadlineSecondsMax, '7d', 1),
    requiresArg: true,
    describe: 'How late it may still start (1h)',
  },
  jitter: {
    type: 'string',
    coerce: seconds('jitter', scheduleLimits.jitterSecondsMax, '1d'),
    requiresArg: true,
    describe: 'Start so much later at most, by chance (0s)',
  },
  preset: text('The preset that it runs'),
  'preset-version': workFlags['preset-version'],
  script: workFlags.script,
  ...variableFlags,
  ...hostFlags,
  ...rolloutFlags,
} as const;

/** As yargs hands the flags over. */
export type ScheduleArguments = ArgumentsCamelCase<InferredOptionTypes<typeof scheduleFlags>>;
