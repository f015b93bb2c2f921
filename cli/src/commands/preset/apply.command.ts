import { defineCommand } from '../../arguments/define-command.js';
import { exitCodeFlag } from '../../arguments/exit-code-flag.js';
import { UsageError } from '../../errors.js';
import { applyExitCodesHelp } from '../../exit-codes.js';
import { rolloutFieldsOf } from '../rollout/rollout-fields.js';
import { rolloutFlags } from '../rollout/rollout-flags.js';
import { started } from '../rollout/start.command.js';
import { applyLocally } from './apply-locally.js';
import { applyOnNode } from './apply-on-node.js';
import { chosenHosts } from './chosen-hosts.js';
import { variableFlags, variablesFor } from '../variables.js';

export const presetApplyCommand = defineCommand({
  command: 'apply <name>',
  describe: 'Run a preset on a node, on many as a rollout, or on this machine',
  examples: [
    ['preset apply nginx-site --node web-1 --set domain=example.com --follow', 'Watch it; end as it ends'],
    ['preset apply package-update --tag web --budget 5% --follow', 'A rollout: one host, a tenth, and the rest'],
    ['preset apply package-update --node web-1 --node web-2 --wave 100%', 'Both at once; prints the id of the rollout'],
    [
      'preset apply postgresql --node db-1 --set database=app --set role=app --set password=env:DB_PASSWORD',
      "A secret of the node's own",
    ],
    ['preset apply system-facts --target local', 'Here, with no agent'],
  ],
  epilogue: applyExitCodesHelp,
  positionals: { name: { type: 'string', demandOption: true, describe: 'Name of the preset' } },
  flags: {
    node: { type: 'array', string: true, requiresArg: true, describe: 'Where to run it; several: as a rollout' },
    tag: { type: 'array', string: true, requiresArg: true, describe: 'On every node with one of these tags' },
    target: { choices: ['nodes', 'local'], requiresArg: true, describe: '`local`: run it on this machine' },
    ...variableFlags,
    ...rolloutFlags,
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Show what it prints until it ends' },
    ...exitCodeFlag,
  },
  async run(context, { name, node = [], tag = [], target, set, setFile, follow, exitCode, ...args }) {
    const namesNodes = node.length + tag.length > 0;
    if (target === 'local' && namesNodes) throw new UsageError('Give either --node and --tag, or --target local');
    if (target !== 'local' && !namesNodes) {
      throw new UsageError(
        'Where should it run? Give --node <id>, --tag <tag>, or --target local',
        'see `hyprbox node list`',
      );
    }

    const { timeoutSeconds, whenOffline, waitSeconds, ...course } = rolloutFieldsOf(args);
    const [only, another] = new Set(node);
    const isCourse = Object.keys(course).length > 0;
    if (target === 'local' && isCourse) throw new UsageError('Waves, budget and the like are of nodes: leave them out');
    const isJob = another === undefined && tag.length === 0 && !isCourse;
    const client = await context.client();
    const preset = await client.presets.get(name);
    const variables = await variablesFor(preset, set, setFile);
    if (target === 'local') {
      return applyLocally(context, client, { preset, variables, timeoutSeconds, exitCode });
    }
    const work = {
      preset: name,
      variables,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      ...(whenOffline !== undefined && { whenOffline }),
      ...(waitSeconds !== undefined && { waitSeconds }),
    };
    if (only !== undefined && isJob) {
      return applyOnNode(context, client, { ...work, nodeId: only }, { follow, exitCode });
    }
    const selector = await chosenHosts(client, node, tag);
    const rollout = await client.rollouts.create({ ...work, ...course, selector });
    return started(context, client, rollout, follow);
  },
});
