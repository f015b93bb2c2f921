import { defineCommand } from '../../arguments/define-command.js';
import type { Command } from '../../arguments/define-command.js';
import { eachOf } from '../each-of.js';
import { findSchedule } from './find-schedule.js';
import { writtenFields } from './schedule-fields.js';
import { nextText } from './schedule-text.js';

export const schedulePauseCommand = settingEnabled(
  false,
  'pause <schedules..>',
  'Let schedules run nothing by themselves for now',
  'schedule pause "weekly updates"',
  'By hand it still runs',
);
export const scheduleResumeCommand = settingEnabled(
  true,
  'resume <schedules..>',
  'Let paused schedules run again',
  'schedule resume "weekly updates"',
  'From its next time on',
);

function settingEnabled(
  enabled: boolean,
  command: string,
  describe: string,
  example: string,
  meaning: string,
): Command {
  return defineCommand({
    command,
    describe,
    examples: [[example, meaning]],
    positionals: {
      schedules: { type: 'string', array: true, demandOption: true, describe: 'Names or ids of schedules' },
    },
    flags: {},
    async run(context, { schedules }) {
      const client = await context.client();
      return eachOf(context, schedules, async (nameOrId) => {
        const { output, io } = context;
        const before = await findSchedule(client, nameOrId);
        const schedule = await client.schedules.replace(before.id, {
          ...writtenFields(before),
          enabled,
          version: before.version,
        });
        await output.result(schedule, () => '');
        await output.aside(`${schedule.name}: ${nextText(schedule, io.now())}.`);
      });
    },
  });
}
