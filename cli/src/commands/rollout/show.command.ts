import { collectPages } from '@hyprbox/api-client';
import { targetStates } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import { rolloutDetails } from './rollout-details.js';
import { findRolloutId, rolloutPositional } from './find-rollout.js';
import { nextStep } from './rollout-text.js';
import { renderTargets } from './rollout-view.js';

const hostsDefault = 50;

export const rolloutShowCommand = defineCommand({
  command: 'show <rollout>',
  describe: 'One rollout and its hosts, what went wrong first',
  examples: [
    ['rollout show 0198c0de', 'How it stands'],
    ['rollout show 0198c0de --state FAILED --state LOST', 'The hosts that went wrong alone'],
    ['rollout show 0198c0de --json | jq -r .script', 'The very script'],
  ],
  positionals: { rollout: rolloutPositional },
  flags: {
    state: {
      choices: targetStates,
      type: 'array',
      requiresArg: true,
      describe: 'Only hosts in this state; repeatable',
    },
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: `Hosts, at most (${hostsDefault})` },
  },
  async run(context, { rollout: typed, state, limit }) {
    const { output, io } = context;
    const client = await context.client();
    const id = await findRolloutId(client, typed);
    const [rollout, targets] = await Promise.all([
      client.rollouts.get(id),
      collectPages((page) => client.rollouts.targets(id, { ...page, state }), limit ?? hostsDefault),
    ]);
    const view = { width: output.width, paint: output.paint, now: io.now() };
    await output.result({ ...rollout, items: targets.items, nextCursor: targets.nextCursor }, () => {
      const details = renderDetails(rolloutDetails(rollout, view.now), view.width, view.paint);
      return targets.items.length === 0 ? details : `${details}\n${renderTargets(targets.items, view)}`;
    });
    if (targets.nextCursor !== null) await output.aside('There are more hosts: --limit shows more of them.');
    const next = nextStep(rollout);
    if (next !== null) await output.aside(`\nNext: ${next}`);
    return exitCodes.ok;
  },
});
