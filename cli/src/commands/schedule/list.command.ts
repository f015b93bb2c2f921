import { collectPages } from '@hyprbox/api-client';
import type { ScheduleSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { timeUntil } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { selectorText } from '../selector-flags.js';
import { fireStyles, whatText } from './schedule-text.js';

export const scheduleListCommand = defineCommand({
  command: 'list',
  describe: 'The schedules: what runs when, and what became of it last',
  examples: [
    ['schedule list', 'All of them'],
    ["schedule list --json | jq -r '.items[] | select(.enabled | not).name'", 'Those that are paused'],
  ],
  positionals: {},
  flags: listFlags,
  async run(context, { limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const schedules = await collectPages((page) => client.schedules.list(page), limit ?? Infinity, cursor);
    await output.result(schedules, () =>
      schedules.items.length === 0
        ? 'No schedule yet. Make one with `hyprbox schedule create`.\n'
        : renderTable<ScheduleSummary>(
            [
              { header: 'SCHEDULE', value: ({ name }) => name, shrinks: true },
              { header: 'RUNS', value: whatText, shrinks: true },
              { header: 'ON', value: ({ rollout }) => selectorText(rollout.selector), shrinks: true },
              { header: 'WHEN', value: ({ words, timezone }) => `${words} (${timezone})`, shrinks: true },
              {
                header: 'LAST',
                value: ({ lastFire }) => lastFire?.outcome ?? '–',
                style: ({ lastFire }) => (lastFire === null ? undefined : fireStyles[lastFire.outcome]),
              },
              {
                header: 'NEXT',
                value: (each) => nextText(each, io.now()),
                style: ({ enabled, presetRetired }) => (enabled && presetRetired === true ? 'red' : undefined),
              },
            ],
            schedules.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});

/** When it starts next, and where that will come to nothing, why. */
function nextText({ enabled, nextAt, presetRetired }: ScheduleSummary, now: Date): string {
  if (!enabled) return 'paused';
  return presetRetired === true ? 'preset retired' : timeUntil(nextAt, now);
}
