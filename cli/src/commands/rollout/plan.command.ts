import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { printPlan } from './plan-text.js';
import { requestFlags, requestFor } from './rollout-request.js';
import { presetPositional } from './start.command.js';

export const rolloutPlanCommand = defineCommand({
  command: 'plan [preset]',
  describe: 'What `rollout start` would do with the same flags; does nothing',
  examples: [
    ['rollout plan package-update --tag web', 'Hosts, waves, who is away, and the very script'],
    ['rollout plan package-update --tag web --json | jq -r .script', 'The script alone'],
  ],
  positionals: { preset: presetPositional },
  flags: requestFlags,
  async run(context, { preset, ...args }) {
    const { output } = context;
    const client = await context.client();
    const plan = await client.rollouts.plan(await requestFor(context, client, preset, args));
    if (output.isJson) await output.result(plan, () => '');
    else await printPlan(context, plan);
    return exitCodes.ok;
  },
});
