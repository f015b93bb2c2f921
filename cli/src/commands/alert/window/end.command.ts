import type { Client } from '@hyprbox/api-client';
import type { AlertWindow, AlertWindowFields } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { eachOf } from '../../each-of.js';
import { findId } from '../../short-id.js';

export const windowEndCommand = defineCommand({
  command: 'end <windows..>',
  describe: 'End silences and maintenances now; one that comes again is deleted',
  examples: [['alert window end 0198c0de', 'What still fires is told']],
  positionals: {
    windows: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Ids of windows (`hyprbox alert window list`), or their first characters',
    },
  },
  flags: {},
  async run(context, { windows }) {
    const client = await context.client();
    const list = client.alerts.windows.list.bind(client.alerts.windows);
    return eachOf(context, windows, async (typed) => {
      const id = await findId(typed, { noun: 'window', listCommand: 'alert window list', list });
      const { name } = await end(client, await client.alerts.windows.get(id), context.io.now());
      await context.output.result({ id, name, ended: true }, () => '');
      await context.output.aside(`Ended ${name}.`);
    });
  },
});

/** One that was open stays in the list as over; one that was not, or is to come again, was for nothing. */
async function end(client: Client, window: AlertWindow, now: Date): Promise<AlertWindow> {
  const { from } = window;
  if (window.active && from !== undefined && new Date(from) < now) {
    const after = await client.alerts.windows.replace(window.id, { ...fieldsOf(window), to: now.toISOString() });
    // Where the clock here is ahead of the server's, it would go on for that time.
    if (!after.active) return after;
  }
  await client.alerts.windows.delete(window.id);
  return window;
}

function fieldsOf({ name, kind, selector, severities, from, to }: AlertWindow): AlertWindowFields {
  return {
    name,
    kind,
    selector,
    ...(severities !== undefined && { severities }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
