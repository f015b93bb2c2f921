import { collectPages } from '@hyprbox/api-client';
import type { Beat, BeatStatus } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { duration, relativeTime, timeUntil } from '../../output/figures.js';
import type { Style } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';

const styles: Readonly<Record<BeatStatus, Style>> = {
  LATE: 'red',
  FAILED: 'red',
  NEW: 'dim',
  RUNNING: 'green',
  ON_TIME: 'green',
};

export const beatListCommand = defineCommand({
  command: 'list',
  describe: 'Jobs elsewhere that are to say that they are well',
  examples: [
    ['beat list', 'Which came, and which are late'],
    ['beat list --json | jq -r \'.items[] | select(.status=="FAILED").lastBody\'', 'What the failed ones said'],
  ],
  positionals: {},
  flags: listFlags,
  async run(context, { limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const beats = await collectPages((page) => client.beats.list(page), limit ?? Infinity, cursor);
    await output.result(beats, () =>
      beats.items.length === 0
        ? 'No beat yet. Make one with `hyprbox beat add`.\n'
        : renderTable<Beat>(
            [
              { header: 'BEAT', value: ({ name }) => name, shrinks: true },
              { header: 'STATUS', value: ({ status }) => status, style: ({ status }) => styles[status] },
              { header: 'EXPECTED', value: rhythm, shrinks: true },
              { header: 'GRACE', value: ({ graceSeconds }) => duration(graceSeconds * 1000) },
              { header: 'CAME LAST', value: ({ lastPingAt }) => relativeTime(lastPingAt, io.now()) },
              { header: 'LATE', value: ({ lateAt }) => timeUntil(lateAt, io.now()) },
            ],
            beats.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});

function rhythm({ periodSeconds, cron, timezone }: Beat): string {
  return cron === undefined ? `every ${duration((periodSeconds ?? 0) * 1000)}` : `${cron} ${timezone ?? ''}`;
}
