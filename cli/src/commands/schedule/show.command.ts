import type { RolloutFields, Schedule, Wave } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import type { Detail } from '../../output/details.js';
import { duration, relativeTime } from '../../output/figures.js';
import { localTime } from '../../output/local-time.js';
import { selectorText } from '../selector-flags.js';
import { findSchedule, schedulePositional } from './find-schedule.js';
import { fireText, nextText, versionText, whatText } from './schedule-text.js';

export const scheduleShowCommand = defineCommand({
  command: 'show <schedule>',
  describe: 'One schedule: what it runs, when, and by whose rights',
  examples: [
    ['schedule show "weekly updates"', 'How it stands'],
    ['schedule show "weekly updates" --json > weekly.json', 'To keep; `create -f weekly.json` makes it again'],
  ],
  positionals: { schedule: schedulePositional },
  flags: {},
  async run(context, { schedule: nameOrId }) {
    const { output, io } = context;
    const schedule = await findSchedule(await context.client(), nameOrId);
    await output.result(schedule, () => renderDetails(detailsOf(schedule, io.now()), output.width, output.paint));
    await output.aside(`\nWhat became of it: hyprbox schedule fires ${schedule.id}`);
    return exitCodes.ok;
  },
});

function detailsOf(schedule: Schedule, now: Date): Detail[] {
  const { rollout, lastFire } = schedule;
  const variables = Object.entries(rollout.variables ?? {}).map(([name, value]) => `${name}=${String(value)}`);
  return [
    ['Schedule', schedule.name],
    ['Id', schedule.id],
    ['When', `${schedule.words} (${schedule.cron}, ${schedule.timezone})`],
    ['Next', nextText(schedule, now)],
    ['Last', lastFire && `${localTime(lastFire.dueAt, now)}: ${fireText(lastFire)}`],
    ['Runs', whatText(schedule)],
    ['As it is now', versionText(schedule)],
    ['Variables', variables.length === 0 ? null : variables.join(', ')],
    ['On', selectorText(rollout.selector)],
    ['Waves', rollout.waves?.map(waveText).join(', ') ?? 'one host, a tenth, and the rest'],
    ['Budget', String(rollout.budget ?? '10%')],
    ['When away', awayText(rollout)],
    ['Window', rollout.windowId ?? null],
    ['Overlap', schedule.overlap],
    ['Misfire', schedule.misfire],
    ['Deadline', `may start ${duration(schedule.startDeadlineSeconds * 1000)} late`],
    ['Jitter', schedule.jitterSeconds === 0 ? null : `up to ${duration(schedule.jitterSeconds * 1000)}`],
    ['By the rights of', schedule.createdByName ?? 'nobody any more'],
    ['Created', relativeTime(schedule.createdAt, now)],
    ['Changed', schedule.updatedAt === schedule.createdAt ? null : relativeTime(schedule.updatedAt, now)],
  ];
}

/** `10% (then waits 30 min)` */
function waveText({ size, soakSeconds = 0 }: Wave): string {
  return soakSeconds === 0 ? size : `${size} (then waits ${duration(soakSeconds * 1000)})`;
}

function awayText({ whenOffline = 'WAIT', waitSeconds }: RolloutFields): string {
  return waitSeconds === undefined ? whenOffline : `${whenOffline}, ${duration(waitSeconds * 1000)} at most`;
}
