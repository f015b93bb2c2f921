import { alertSeverities, alertWindowKinds, type AlertWindowFields } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { UsageError } from '../../../errors.js';
import { exitCodes } from '../../../exit-codes.js';
import { timeUntil } from '../../../output/figures.js';
import { selectorFlags, selectorFor } from '../../selector-flags.js';
import { windowDuration, windowTimes } from '../../window-times.js';

export const windowAddCommand = defineCommand({
  command: 'add <name> [nodes..]',
  describe: 'Tell nobody of some hosts for a time',
  examples: [
    ['alert window add "Move of rack 4" --tag rack-4 --for 3h', 'From now on'],
    ['alert window add Import --all --cron "0 2 * * *" --timezone UTC --for 90m', 'Every night'],
    ['alert window add Upgrade web-1 --kind MAINTENANCE --from 2026-03-01T20:00Z --for 2h', 'Later'],
  ],
  positionals: {
    name: { type: 'string', demandOption: true, describe: 'What to call it' },
    nodes: { type: 'string', array: true, describe: 'Ids of hosts' },
  },
  flags: {
    for: windowDuration,
    kind: { choices: alertWindowKinds, default: 'SILENCE', requiresArg: true, describe: 'MAINTENANCE marks the hosts' },
    from: { type: 'string', requiresArg: true, describe: 'When it opens, as ISO 8601 (now)' },
    cron: { type: 'string', requiresArg: true, describe: 'When it opens, again and again: five fields' },
    timezone: { type: 'string', requiresArg: true, describe: 'Of --cron, such as Europe/Berlin' },
    severity: { choices: alertSeverities, requiresArg: true, describe: 'Only alerts of this severity' },
    ...selectorFlags,
  },
  async run(context, { name, nodes, for: forSeconds = 0, kind, from, cron, timezone, severity, ...flags }) {
    const { output, io } = context;
    const times = timesOf(io.now(), forSeconds, { from, cron, timezone });
    const fields: AlertWindowFields = {
      name,
      kind: kind === 'MAINTENANCE' ? kind : 'SILENCE',
      selector: await selectorFor(context, nodes, flags),
      ...(severity !== undefined && { severities: [severity] }),
      ...times,
    };
    const window = await (await context.client()).alerts.windows.create(fields);
    await output.result(window, () => '');
    const when = window.active
      ? `ends ${timeUntil(window.activeUntil, io.now())}`
      : `opens ${timeUntil(window.nextAt, io.now())}`;
    await output.aside(`Made ${window.name}: it ${when}.`);
    return exitCodes.ok;
  },
});

function timesOf(
  now: Date,
  forSeconds: number,
  { from, cron, timezone }: { from: string | undefined; cron: string | undefined; timezone: string | undefined },
): Pick<AlertWindowFields, 'from' | 'to' | 'cron' | 'timezone' | 'durationSeconds'> {
  if (cron !== undefined) {
    if (from !== undefined) throw new UsageError('--from is when it opens once, --cron again and again: give one');
    if (timezone === undefined) throw new UsageError('By the clock of which --timezone does it open?');
    return { cron, timezone, durationSeconds: forSeconds };
  }
  if (timezone !== undefined) throw new UsageError('--timezone is that of --cron');
  const begins = from === undefined ? now : new Date(from);
  if (Number.isNaN(begins.getTime())) throw new UsageError('--from must be a time such as 2026-03-01T20:00:00Z');
  return windowTimes(begins, forSeconds);
}
