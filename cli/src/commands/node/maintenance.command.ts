import { defineCommand } from '../../arguments/define-command.js';
import { NotFoundError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { duration, plural } from '../../output/figures.js';
import { selectorFlags, selectorFor, selectorText } from '../selector-flags.js';
import { windowDuration, windowTimes } from '../window-times.js';
import { alertLimits } from '@hyprbox/contracts';

export const nodeMaintenanceCommand = defineCommand({
  command: 'maintenance [nodes..]',
  describe: 'Mark hosts as under maintenance, and tell nobody of their alerts',
  examples: [
    ['node maintenance web-1 --for 2h', 'One host, for two hours'],
    ['node maintenance --tag web --tag-none canary --for 30m', 'The web servers but the canary'],
    ['alert window end 0198c0de', 'End it sooner'],
  ],
  positionals: { nodes: { type: 'string', array: true, describe: 'Ids of hosts' } },
  flags: {
    for: windowDuration,
    name: { type: 'string', requiresArg: true, describe: 'What to call it' },
    ...selectorFlags,
  },
  async run(context, { nodes, for: forSeconds = 0, name, ...flags }) {
    const { output, io } = context;
    const selector = await selectorFor(context, nodes, flags);
    const client = await context.client();
    const { count } = await client.nodes.select(selector);
    if (count === 0) throw new NotFoundError('No host is selected', '`hyprbox node list` shows hosts and tags');
    const window = await client.alerts.windows.create({
      name: name ?? `Maintenance of ${selectorText(selector)}`.slice(0, alertLimits.ruleNameLength),
      kind: 'MAINTENANCE',
      selector,
      ...windowTimes(io.now(), forSeconds),
    });
    await output.result(window, () => '');
    await output.aside(`${plural(count, 'host')} under maintenance for ${duration(forSeconds * 1000)}.`);
    return exitCodes.ok;
  },
});
