import { defineCommand } from '../../arguments/define-command.js';
import { isConfirmed } from '../../confirm.js';
import { exitCodes } from '../../exit-codes.js';
import { neutralize } from '../../output/neutralize.js';
import { findSchedule, schedulePositional } from './find-schedule.js';

export const scheduleDeleteCommand = defineCommand({
  command: 'delete <schedule>',
  describe: 'Remove a schedule; what it has started goes on',
  examples: [
    ['schedule delete "weekly updates"', 'Asks first'],
    ['schedule delete "weekly updates" --yes', 'Where nobody can answer'],
  ],
  positionals: { schedule: schedulePositional },
  flags: { yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' } },
  async run(context, { schedule: nameOrId, yes }) {
    const { output } = context;
    const client = await context.client();
    const { id, name } = await findSchedule(client, nameOrId);
    const question = `Delete ${neutralize(name)}, and what became of each time it was due?`;
    if (!yes && !(await isConfirmed(context, question))) {
      await output.note('Nothing was deleted.');
      return exitCodes.failure;
    }
    await client.schedules.delete(id);
    await output.result({ id, name, deleted: true }, () => '');
    await output.aside(`Deleted ${name}.`);
    return exitCodes.ok;
  },
});
