import type { CreateRollout } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes, rolloutExitCodesHelp } from '../../exit-codes.js';
import { started } from '../rollout/start.command.js';
import { printPlan } from '../rollout/plan-text.js';
import { rolloutFieldsOf } from '../rollout/rollout-fields.js';
import { rolloutFlags } from '../rollout/rollout-flags.js';
import { readScript } from '../rollout/script-file.js';
import { hostFlags, selectorOfKnown } from '../selector-flags.js';
import { shellLine } from './shell-line.js';

/** Whoever waits at a terminal means the hosts that are there, all at once. */
const defaults: Omit<CreateRollout, 'selector'> = { waves: [{ size: '100%' }], budget: '100%', whenOffline: 'SKIP' };

export const runCommand = defineCommand({
  command: 'run',
  describe: 'Run a command or a script of your own on many hosts (administrators)',
  examples: [
    ['run --tag web -- systemctl is-active nginx', 'On all of them at once; who printed what'],
    ['run --node web-1 --node web-2 -- bash -c "df -h / | tail -n 1"', 'A line of shell'],
    ['run --all --wave 1 --wave 100% --budget 10% --script fix.sh', 'One host first; stops if too many fail'],
    ['run --tag web --script - < fix.sh', 'A script from stdin'],
  ],
  epilogue: rolloutExitCodesHelp,
  positionals: {},
  takesWordsBehind: true,
  flags: {
    ...hostFlags,
    script: { type: 'string', requiresArg: true, describe: 'A file with the script, or -: stdin' },
    ...rolloutFlags,
    budget: { ...rolloutFlags.budget, describe: 'Hosts that may run and fail at once: 5, or 10% (100%)' },
    'when-offline': { ...rolloutFlags['when-offline'], describe: 'About hosts that are away (SKIP)' },
    name: { type: 'string', requiresArg: true, describe: 'What to call it' },
    'dry-run': { type: 'boolean', default: false, describe: 'Show hosts and script; run nothing' },
    detach: { type: 'boolean', alias: 'd', default: false, describe: 'Print the id of the rollout, and do not wait' },
  },
  async run(context, { script, name, 'dry-run': dryRun, detach, ...args }) {
    const { output } = context;
    const request: CreateRollout = {
      ...defaults,
      ...rolloutFieldsOf(args),
      ...(name !== undefined && { name }),
      script: await scriptOf(context, args['--'], script),
      selector: await selectorOfKnown(context, args.node, args),
    };
    const client = await context.client();
    if (!dryRun) return started(context, client, await client.rollouts.create(request), !detach);
    const plan = await client.rollouts.plan(request);
    if (output.isJson) await output.result(plan, () => '');
    else await printPlan(context, plan);
    return exitCodes.ok;
  },
});

/** @param behind what stood behind `--`, if that was there */
async function scriptOf({ io }: Context, behind: unknown, path: string | undefined): Promise<string> {
  const words = Array.isArray(behind) ? behind.map(String) : [];
  if (words.length > 0 && path !== undefined) throw new UsageError('Give either a command behind -- or --script');
  if (path !== undefined) return readScript(io, path);
  if (words.length > 0) return shellLine(words);
  throw new UsageError('What should run? Give a command behind --, or --script <file>', 'see `hyprbox run --help`');
}
