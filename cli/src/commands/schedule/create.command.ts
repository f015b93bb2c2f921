import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { neutralize } from '../../output/neutralize.js';
import { changedBy, completeSchedule, readScheduleFile } from './schedule-fields.js';
import { scheduleFlags } from './schedule-flags.js';
import { nextText } from './schedule-text.js';

export const scheduleCreateCommand = defineCommand({
  command: 'create [name]',
  describe: 'Run a rollout again and again; prints the id of the schedule',
  examples: [
    [
      'schedule create "weekly updates" --cron "0 4 * * 0" --timezone Europe/Berlin --preset package-update' +
        ' --tag web --wave 1:30m --wave 100%',
      'Every Sunday at four, one host first',
    ],
    ['schedule create -f weekly.yaml', 'All of it from a file'],
    ['schedule show "weekly updates" --json | hyprbox schedule create other -f -', 'As another one'],
  ],
  positionals: { name: { type: 'string', describe: 'What to know it by' } },
  flags: {
    ...scheduleFlags,
    paused: { type: 'boolean', default: false, describe: 'It does not run by itself yet' },
  },
  async run(context, { name, paused, ...args }) {
    const { output, io } = context;
    const file = args.file === undefined ? {} : await readScheduleFile(context, args.file);
    const client = await context.client();
    const fields = {
      ...(await changedBy(context, client, args, file)),
      ...(name !== undefined && { name }),
      ...(paused && { enabled: false }),
    };
    const schedule = await client.schedules.create(completeSchedule(fields));
    await output.result(schedule, () => `${neutralize(schedule.id)}\n`);
    for (const warning of schedule.warnings ?? []) await output.note(`Warning: ${warning}`);
    await output.aside(`Made ${schedule.name}. ${schedule.words}; next: ${nextText(schedule, io.now())}.`);
    return exitCodes.ok;
  },
});
