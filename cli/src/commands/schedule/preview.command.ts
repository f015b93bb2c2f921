import { scheduleLimits } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { neutralize } from '../../output/neutralize.js';
import { zonedTime } from './schedule-text.js';

export const schedulePreviewCommand = defineCommand({
  command: 'preview <cron>',
  describe: 'What a cron expression means, and when it would be due',
  examples: [
    ['schedule preview "0 4 * * 0" --timezone Europe/Berlin', 'In words, and the next times'],
    ['schedule preview "*/15 * * * *" --timezone UTC --count 20', 'More of them'],
  ],
  positionals: {
    cron: { type: 'string', demandOption: true, describe: 'Five fields: minute, hour, day, month, weekday' },
  },
  flags: {
    timezone: { type: 'string', default: 'UTC', requiresArg: true, describe: 'By the clock of which zone' },
    count: { type: 'string', requiresArg: true, describe: `How many times, at most ${scheduleLimits.previewTimes}` },
  },
  async run(context, { cron, timezone, count: typed }) {
    const { io, output } = context;
    if (typed !== undefined && !/^\d{1,3}$/.test(typed)) throw new UsageError('--count must be a whole number');
    const client = await context.client();
    const count = typed === undefined ? {} : { count: Number(typed) };
    const preview = await client.schedules.preview({ cron, timezone, ...count });
    await output.result(preview, () =>
      [preview.words, ...preview.next.map((at) => zonedTime(at, io.now(), timezone))]
        .map((line) => `${neutralize(line)}\n`)
        .join(''),
    );
    return exitCodes.ok;
  },
});
