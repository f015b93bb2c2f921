import { alertLimits } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { seconds } from '../../arguments/values.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';

const longest = alertLimits.beatPeriodSecondsMax;
const graceSecondsDefault = 300;

export const beatAddCommand = defineCommand({
  command: 'add <name>',
  describe: 'Expect a job to say that it is well; prints its address (administrators)',
  examples: [
    ['beat add "nightly dump" --every 1d --grace 1h', 'A day after it came last'],
    ['beat add "nightly dump" --cron "0 3 * * *" --timezone Europe/Berlin', 'By a schedule'],
  ],
  positionals: { name: { type: 'string', demandOption: true, describe: 'What to call it' } },
  flags: {
    every: {
      type: 'string',
      coerce: seconds('every', longest, '366d', alertLimits.beatPeriodSecondsMin),
      requiresArg: true,
      describe: 'How often it comes: 10m, 1d',
    },
    cron: { type: 'string', requiresArg: true, describe: 'Or when it comes: five fields' },
    timezone: { type: 'string', requiresArg: true, describe: 'Of --cron, such as Europe/Berlin' },
    grace: {
      type: 'string',
      coerce: seconds('grace', longest, '366d', 0),
      requiresArg: true,
      describe: 'How much later it may come (5m)',
    },
  },
  async run(context, { name, every, cron, timezone, grace = graceSecondsDefault }) {
    const { output } = context;
    if ((every === undefined) === (cron === undefined))
      throw new UsageError('When does it come? Give --every or --cron');
    if ((cron === undefined) !== (timezone === undefined)) throw new UsageError('Give --cron and --timezone together');
    const client = await context.client();
    const beat = await client.beats.create({
      name,
      graceSeconds: grace,
      ...(every !== undefined && { periodSeconds: every }),
      ...(cron !== undefined && { cron }),
      ...(timezone !== undefined && { timezone }),
    });
    await output.result(beat, () => `${beat.url}\n`);
    await output.aside('Keep it now: it is not shown again. Call it at the end of the job:');
    await output.aside(`  curl -fsS -m 10 --retry 3 ${beat.url}`);
    return exitCodes.ok;
  },
});
