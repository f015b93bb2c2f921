import type { Client } from '@hyprbox/api-client';
import { retriedStates } from '@hyprbox/contracts';
import type { Rollout, RolloutChange } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Command } from '../../arguments/define-command.js';
import type { Example } from '../../arguments/examples.js';
import type { Context } from '../../context.js';
import { rolloutExitCodesHelp } from '../../exit-codes.js';
import { eachOf } from '../each-of.js';
import { findRolloutId, rolloutPositional } from './find-rollout.js';
import { describeRollout } from './rollout-outcome.js';
import { started } from './start.command.js';

const reasonFlag = { type: 'string', requiresArg: true, describe: 'What others should know of why' } as const;
const rolloutsPositional = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'Ids of rollouts (`hyprbox rollout list`), or their first characters',
} as const;

export const rolloutPauseCommand = changing({
  verb: 'pause',
  describe: 'Start nothing new of rollouts; what runs goes on',
  examples: [['rollout pause 0198c0de --reason "Looking at web-7"', 'Until it is resumed']],
  change: (client, id, change) => client.rollouts.pause(id, change),
});

export const rolloutAbortCommand = changing({
  verb: 'abort',
  describe: 'End rollouts: what is queued is cancelled, what runs is ended',
  examples: [['rollout abort 0198c0de --reason "Wrong version"', 'It can be retried, not resumed']],
  change: (client, id, change) => client.rollouts.abort(id, change),
});

export const rolloutResumeCommand = defineCommand({
  command: 'resume <rollouts..>',
  describe: 'Let rollouts go on that are paused, halted, or wait to be confirmed',
  examples: [
    ['rollout resume 0198c0de', 'From where it was'],
    ['rollout resume 0198c0de --budget 20%', 'One whose budget was used up needs a larger one'],
  ],
  positionals: { rollouts: rolloutsPositional },
  flags: {
    budget: { type: 'string', requiresArg: true, describe: 'Hosts that may run and fail at once from now on' },
    reason: reasonFlag,
  },
  run: (context, { rollouts, budget, reason }) =>
    eachRollout(context, rollouts, (client, id) =>
      client.rollouts.resume(id, {
        ...(reason !== undefined && { reason }),
        ...(budget !== undefined && { budget: /^\d{1,6}$/.test(budget) ? Number(budget) : budget }),
      }),
    ),
});

const retriedByDefault = ['FAILED', 'LOST', 'SKIPPED'] as const;

export const rolloutRetryCommand = defineCommand({
  command: 'retry <rollout>',
  describe: 'Run what went wrong again, as a rollout of just those hosts',
  examples: [
    ['rollout retry 0198c0de --follow', 'What failed, was lost or was skipped: the same script and values'],
    ['rollout retry 0198c0de --state CANCELLED', 'What an abort left out'],
  ],
  epilogue: rolloutExitCodesHelp,
  positionals: { rollout: rolloutPositional },
  flags: {
    state: {
      choices: retriedStates,
      type: 'array',
      requiresArg: true,
      describe: `Hosts in this state; repeatable (${retriedByDefault.join(', ')})`,
    },
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Watch it; end as it ends' },
  },
  async run(context, { rollout: typed, state, follow }) {
    const client = await context.client();
    const id = await findRolloutId(client, typed);
    const rollout = await client.rollouts.retry(id, { states: [...(state ?? retriedByDefault)] });
    return started(context, client, rollout, follow);
  },
});

function changing(spec: {
  verb: string;
  describe: string;
  examples: readonly Example[];
  change: (client: Client, id: string, change: RolloutChange) => Promise<Rollout>;
}): Command {
  return defineCommand({
    command: `${spec.verb} <rollouts..>`,
    describe: spec.describe,
    examples: spec.examples,
    positionals: { rollouts: rolloutsPositional },
    flags: { reason: reasonFlag },
    run: (context, { rollouts, reason }) =>
      eachRollout(context, rollouts, (client, id) => spec.change(client, id, reason === undefined ? {} : { reason })),
  });
}

/** Does it to each, and says how each stands then. */
function eachRollout(
  context: Context,
  typed: readonly string[],
  change: (client: Client, id: string) => Promise<Rollout>,
): Promise<number> {
  return eachOf(context, typed, async (each) => {
    const client = await context.client();
    const rollout = await change(client, await findRolloutId(client, each));
    await context.output.result(rollout, () => '');
    await context.output.aside(describeRollout(rollout));
  });
}
