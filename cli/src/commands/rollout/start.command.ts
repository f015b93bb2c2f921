import type { Client } from '@hyprbox/api-client';
import type { Rollout } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { exitCodes, rolloutExitCodesHelp } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { localTime } from '../../output/local-time.js';
import { neutralize } from '../../output/neutralize.js';
import { followRollout } from './follow-rollout.js';
import { requestFlags, requestFor } from './rollout-request.js';

export const presetPositional = { type: 'string', describe: 'Name of the preset, unless --script is given' } as const;

export const rolloutStartCommand = defineCommand({
  command: 'start [preset]',
  describe: 'Run a preset or a script on many hosts, wave by wave',
  examples: [
    ['rollout start package-update --tag web', 'One host first, a tenth then, and the rest; prints its id'],
    [
      'rollout start nginx-site --tag web --set domain=example.com --wave 1:10m --wave 25% --wave 100% --budget 5%' +
        ' --gate heartbeat --follow',
      'Waves of your own; watch it, and end as it ends',
    ],
    ['rollout start --script fix.sh --all --start-at 2026-03-01T20:00Z', 'Your own script, later (administrators)'],
  ],
  epilogue: rolloutExitCodesHelp,
  positionals: { preset: presetPositional },
  flags: {
    ...requestFlags,
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Watch it; end as it ends' },
  },
  async run(context, { preset, follow, ...args }) {
    const client = await context.client();
    const rollout = await client.rollouts.create(await requestFor(context, client, preset, args));
    return started(context, client, rollout, follow);
  },
});

/** Tells of a rollout that was just made, and follows it if that is wanted. */
export async function started(context: Context, client: Client, rollout: Rollout, follow: boolean): Promise<number> {
  const { output } = context;
  if (!follow) {
    await output.result(rollout, () => `${neutralize(rollout.id)}\n`);
    await output.aside(`${whatIsNext(context, rollout)} Watch it: hyprbox rollout watch ${rollout.id}`);
    return exitCodes.ok;
  }
  if (output.isJson) await output.record({ event: 'rollout', rolloutId: rollout.id, rollout });
  // Also where nobody watches: whoever reads a log of CI needs the id to find it.
  else await output.note(`Rollout ${rollout.id}: ${whatIsNext(context, rollout)}`);
  return followRollout(context, client, rollout);
}

function whatIsNext({ io }: Context, { state, name, targets, approvalId, startAt }: Rollout): string {
  const on = `${name} on ${plural(targets, 'host')}`;
  if (state === 'AWAITING_APPROVAL') return `${on} waits for an approval: hyprbox approval show ${approvalId ?? ''}.`;
  if (startAt !== null && state === 'SCHEDULED') return `${on} begins ${localTime(startAt, io.now())}.`;
  return `${on} has begun.`;
}
