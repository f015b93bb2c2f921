import { defineCommand } from '../../arguments/define-command.js';
import { exitCodeFlag } from '../../arguments/exit-code-flag.js';
import { timeoutSeconds } from '../../arguments/values.js';
import { UsageError } from '../../errors.js';
import { followExitCodesHelp } from '../../exit-codes.js';
import { applyLocally } from './apply-locally.js';
import { applyOnNodes } from './apply-on-nodes.js';
import { chosenNodes } from './chosen-nodes.js';
import { variableFlags, variablesFor } from './variables.js';

export const presetApplyCommand = defineCommand({
  command: 'apply <name>',
  describe: 'Run a preset on nodes, or on this machine',
  examples: [
    ['preset apply nginx-site --node web-1 --set domain=example.com --follow', 'Watch it; end as it ends'],
    ['preset apply package-update --node web-1 --node web-2', 'One job a node; prints their ids'],
    ['preset apply package-update --tag web --follow', 'On every node with the tag'],
    [
      'preset apply postgresql --node db-1 --set database=app --set role=app --set password=env:DB_PASSWORD',
      "A secret of the node's own",
    ],
    ['preset apply system-facts --target local', 'Here, with no agent'],
  ],
  epilogue: followExitCodesHelp,
  positionals: { name: { type: 'string', demandOption: true, describe: 'Name of the preset' } },
  flags: {
    node: { type: 'array', string: true, requiresArg: true, describe: 'Where to run it; repeatable, one job a node' },
    tag: { type: 'array', string: true, requiresArg: true, describe: 'On every node with this tag; repeatable' },
    target: { choices: ['nodes', 'local'], requiresArg: true, describe: '`local`: run it on this machine' },
    ...variableFlags,
    timeout: { type: 'string', coerce: timeoutSeconds, requiresArg: true, describe: 'Time limit: 90s, 10m, 2h, 1d' },
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Show what it prints until it ends' },
    ...exitCodeFlag,
  },
  async run(context, { name, node = [], tag = [], target, set, setFile, timeout, follow, exitCode }) {
    const namesNodes = node.length + tag.length > 0;
    if (target === 'local' && namesNodes) throw new UsageError('Give either --node and --tag, or --target local');
    if (target !== 'local' && !namesNodes) {
      throw new UsageError(
        'Where should it run? Give --node <id>, --tag <tag>, or --target local',
        'see `hyprbox node list`',
      );
    }

    const client = await context.client();
    const preset = await client.presets.get(name);
    const variables = await variablesFor(preset, set, setFile);
    if (target === 'local') {
      return applyLocally(context, client, { preset, variables, timeoutSeconds: timeout, exitCode });
    }
    const nodeIds = await chosenNodes(client, node, tag);
    const work = { preset: name, variables, timeoutSeconds: timeout };
    return applyOnNodes(context, client, work, { nodeIds, follow, exitCode });
  },
});
