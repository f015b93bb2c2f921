import { limits } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { timeoutSeconds } from '../../arguments/values.js';
import { UsageError } from '../../errors.js';
import { followExitCodesHelp } from '../../exit-codes.js';
import { applyLocally } from './apply-locally.js';
import { applyOnNodes } from './apply-on-nodes.js';
import { variableFlags, variablesFor } from './variables.js';

export const presetApplyCommand = defineCommand({
  command: 'apply <name>',
  describe: 'Run a preset on nodes, or on this machine',
  examples: [
    ['preset apply nginx --node web-1 --set domain=example.com --follow', 'Watch it; end as it ends'],
    ['preset apply update --node web-1 --node web-2', 'One job a node; prints their ids'],
    ['preset apply app --node web-1 --set password=env:DB_PASSWORD', "A secret of the node's own"],
    ['preset apply nginx --target local --set domain=localhost', 'Here, with no agent'],
  ],
  epilogue: followExitCodesHelp,
  positionals: { name: { type: 'string', demandOption: true, describe: 'Name of the preset' } },
  flags: {
    node: { type: 'array', string: true, requiresArg: true, describe: 'Where to run it; repeatable, one job a node' },
    target: { choices: ['nodes', 'local'], requiresArg: true, describe: '`local`: run it on this machine' },
    ...variableFlags,
    timeout: { type: 'string', coerce: timeoutSeconds, requiresArg: true, describe: 'Time limit: 90s, 10m, 2h, 1d' },
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Show what it prints until it ends' },
  },
  async run(context, { name, node = [], target, set, setFile, timeout, follow }) {
    const nodeIds = [...new Set(node)];
    if (target === 'local' && nodeIds.length > 0) throw new UsageError('Give either --node or --target local');
    if (target !== 'local' && nodeIds.length === 0) {
      throw new UsageError('Where should it run? Give --node <id>, or --target local', 'see `hyprbox node list`');
    }
    if (nodeIds.length > limits.streamJobs) throw new UsageError(`At most ${limits.streamJobs} nodes at once`);

    const client = await context.client();
    const preset = await client.presets.get(name);
    const variables = await variablesFor(preset, set, setFile);
    if (target === 'local') return applyLocally(context, client, { preset, variables, timeoutSeconds: timeout });
    return applyOnNodes(context, client, { preset: name, variables, timeoutSeconds: timeout }, { nodeIds, follow });
  },
});
