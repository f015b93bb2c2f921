import type { CalendarEntry } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { localTime } from '../../output/local-time.js';
import { renderTable } from '../../output/table.js';
import { fireStyles } from './schedule-text.js';

const weekMs = 7 * 24 * 60 * 60 * 1000;

export const scheduleCalendarCommand = defineCommand({
  command: 'calendar',
  describe: 'What all schedules did and will do in a span of time',
  examples: [
    ['schedule calendar', 'The coming week'],
    ['schedule calendar --from 2026-03-01 --to 2026-03-15', 'Any two weeks'],
  ],
  positionals: {},
  flags: {
    from: { type: 'string', requiresArg: true, describe: 'From when on, as ISO 8601 (now)' },
    to: { type: 'string', requiresArg: true, describe: 'Until when (a week later)' },
  },
  async run(context, { from: typedFrom, to: typedTo }) {
    const { output, io } = context;
    const from = timeOf('from', typedFrom) ?? io.now();
    const to = timeOf('to', typedTo) ?? new Date(from.getTime() + weekMs);
    const client = await context.client();
    const calendar = await client.schedules.calendar({ from: from.toISOString(), to: to.toISOString() });
    await output.result(calendar, () =>
      calendar.items.length === 0
        ? 'Nothing is due then.\n'
        : renderTable<CalendarEntry>(
            [
              { header: 'AT', value: ({ at }) => localTime(at, io.now()) },
              { header: 'SCHEDULE', value: ({ name }) => name, shrinks: true },
              {
                header: 'BECAME',
                value: ({ outcome }) => outcome ?? 'to come',
                style: ({ outcome }) => (outcome === null ? 'dim' : fireStyles[outcome]),
              },
              { header: 'ROLLOUT', value: ({ rolloutId }) => rolloutId ?? '–' },
            ],
            calendar.items,
            output.width,
            output.paint,
          ),
    );
    if (calendar.truncated) await output.note('There is more than is shown: ask for a shorter time.');
    return exitCodes.ok;
  },
});

function timeOf(flag: string, typed: string | undefined): Date | undefined {
  if (typed === undefined) return undefined;
  const time = new Date(typed);
  if (Number.isNaN(time.getTime())) throw new UsageError(`--${flag} must be a time such as 2026-03-01T20:00:00Z`);
  return time;
}
