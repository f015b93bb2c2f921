import { collectPages } from '@hyprbox/api-client';
import { limits, rolloutStates } from '@hyprbox/contracts';
import type { RolloutSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { shortestLength } from '../short-id.js';
import { endedOf, rolloutStateStyles } from './rollout-text.js';

export const rolloutListCommand = defineCommand({
  command: 'list',
  describe: 'Rollouts, newest first',
  examples: [
    ['rollout list --state HALTED', 'Those that somebody has to see to'],
    ['rollout list --mine --limit 10', 'What you started lately'],
    ['rollout list --mine --preset "(script)"', 'What you ran with `hyprbox run`'],
  ],
  positionals: {},
  flags: {
    state: { choices: rolloutStates, requiresArg: true, describe: 'Only rollouts in this state' },
    preset: { type: 'string', requiresArg: true, describe: 'Only of this preset' },
    mine: { type: 'boolean', default: false, describe: 'Only those that you started' },
    ...listFlags,
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
  },
  async run(context, { state, preset, mine, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const createdBy = mine ? (await client.auth.me()).id : undefined;
    const rollouts = await collectPages(
      (page) => client.rollouts.list({ ...page, state, preset, createdBy }),
      limit ?? limits.pageDefault,
      cursor,
    );
    const length = shortestLength(rollouts.items);
    await output.result(rollouts, () =>
      rollouts.items.length === 0
        ? 'No rollout matches.\n'
        : renderTable<RolloutSummary>(
            [
              { header: 'ID', value: ({ id }) => id.slice(0, length) },
              { header: 'NAME', value: ({ name }) => name, shrinks: true },
              { header: 'STATE', value: (each) => each.state, style: (each) => rolloutStateStyles[each.state] },
              { header: 'ENDED', value: ({ counts, targets }) => `${endedOf(counts)}/${targets}`, align: 'right' },
              { header: 'BAD', value: ({ counts }) => String(counts.failed + counts.lost), align: 'right' },
              { header: 'BY', value: ({ createdByName }) => createdByName ?? '–', shrinks: true },
              { header: 'CREATED', value: ({ createdAt }) => relativeTime(createdAt, io.now()) },
            ],
            rollouts.items,
            output.width,
            output.paint,
          ),
    );
    if (rollouts.nextCursor !== null) await output.aside(`There are older ones: --cursor ${rollouts.nextCursor}`);
    return exitCodes.ok;
  },
});
