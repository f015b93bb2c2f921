import { defineCommand } from '../../arguments/define-command.js';
import { rolloutExitCodesHelp } from '../../exit-codes.js';
import { started } from '../rollout/start.command.js';
import { findSchedule, schedulePositional } from './find-schedule.js';

export const scheduleRunCommand = defineCommand({
  command: 'run <schedule>',
  describe: 'Start its rollout now, whatever its times; prints the id of the rollout',
  examples: [
    ['schedule run "weekly updates"', 'Also of one that is paused'],
    ['schedule run "weekly updates" --follow', 'Watch it; end as it ends'],
  ],
  epilogue: rolloutExitCodesHelp,
  positionals: { schedule: schedulePositional },
  flags: { follow: { type: 'boolean', default: false, describe: 'Watch it; end as it ends' } },
  async run(context, { schedule: nameOrId, follow }) {
    const client = await context.client();
    const { id } = await findSchedule(client, nameOrId);
    return started(context, client, await client.schedules.run(id), follow);
  },
});
