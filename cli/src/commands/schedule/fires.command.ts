import { collectPages } from '@hyprbox/api-client';
import { limits } from '@hyprbox/contracts';
import type { ScheduleFire } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { localTime } from '../../output/local-time.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { findSchedule, schedulePositional } from './find-schedule.js';
import { fireStyles, ranText } from './schedule-text.js';

export const scheduleFiresCommand = defineCommand({
  command: 'fires <schedule>',
  describe: 'Every due time and what became of it, newest first',
  examples: [
    ['schedule fires "weekly updates"', 'Whether it ran, and why not'],
    ['schedule fires "weekly updates" --json | jq -r \'.items[] | select(.outcome=="MISSED").dueAt\'', 'Those missed'],
  ],
  positionals: { schedule: schedulePositional },
  flags: {
    ...listFlags,
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
  },
  async run(context, { schedule: nameOrId, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const { id, rollout } = await findSchedule(client, nameOrId);
    const fetchPage = (page: object) => client.schedules.fires(id, page);
    const fires = await collectPages(fetchPage, limit ?? limits.pageDefault, cursor);
    await output.result(fires, () =>
      fires.items.length === 0
        ? 'It has not been due yet.\n'
        : renderTable<ScheduleFire>(
            [
              { header: 'DUE', value: ({ dueAt }) => localTime(dueAt, io.now()) },
              { header: 'BECAME', value: ({ outcome }) => outcome, style: ({ outcome }) => fireStyles[outcome] },
              { header: 'RAN', value: (fire) => ranText(fire, rollout.preset) },
              { header: 'ROLLOUT', value: ({ rolloutId }) => rolloutId ?? '–' },
              { header: 'WHY', value: ({ detail }) => detail ?? '–', shrinks: true },
            ],
            fires.items,
            output.width,
            output.paint,
          ),
    );
    if (fires.nextCursor !== null) await output.aside(`There are older ones: --cursor ${fires.nextCursor}`);
    return exitCodes.ok;
  },
});
