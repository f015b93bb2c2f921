import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { findSchedule, schedulePositional } from './find-schedule.js';
import { changedBy, completeSchedule, readScheduleFile, writtenFields } from './schedule-fields.js';
import { scheduleFlags } from './schedule-flags.js';
import { nextText } from './schedule-text.js';

export const scheduleEditCommand = defineCommand({
  command: 'edit <schedule>',
  describe: 'Change what the flags say; the rest stays. It runs by your rights then',
  examples: [
    ['schedule edit "weekly updates" --cron "0 5 * * 0" --budget 5%', 'Later, and with more care'],
    ['schedule edit "weekly updates" -f weekly.yaml', 'The file is all of it: what it leaves out is reset'],
  ],
  positionals: { schedule: schedulePositional },
  flags: { name: { type: 'string', requiresArg: true, describe: 'A new name' }, ...scheduleFlags },
  async run(context, { schedule: nameOrId, name, ...args }) {
    const { output, io } = context;
    const file = args.file === undefined ? null : await readScheduleFile(context, args.file);
    const client = await context.client();
    const before = await findSchedule(client, nameOrId);
    const written = writtenFields(before);
    const base = file === null ? written : { name: before.name, enabled: before.enabled, ...file };
    const fields = { ...(await changedBy(context, client, args, base)), ...(name !== undefined && { name }) };
    const schedule = await client.schedules.replace(before.id, {
      ...completeSchedule(fields),
      version: before.version,
    });
    await output.result(schedule, () => '');
    for (const warning of schedule.warnings ?? []) await output.note(`Warning: ${warning}`);
    await output.aside(`Changed ${schedule.name}. ${schedule.words}; next: ${nextText(schedule, io.now())}.`);
    return exitCodes.ok;
  },
});
