import type { RolloutPlan } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { duration, plural } from '../../output/figures.js';
import { localTime } from '../../output/local-time.js';
import { neutralize } from '../../output/neutralize.js';
import { renderTable } from '../../output/table.js';
import { causesText } from '../approval/approval-text.js';

type Unavailable = RolloutPlan['unavailable'][number];
type PlannedWave = RolloutPlan['waves'][number];

/** Hosts of a wave that are named; the others are counted. */
const namesMax = 5;

/** What would be done, and then the very script. */
export async function printPlan(context: Context, plan: RolloutPlan): Promise<void> {
  const { output, io } = context;
  const now = io.now();
  const lines = [
    `${plural(plan.targets, 'host')}, ${plural(plan.waves.length, 'wave')}; at most ${plural(plan.budgetHosts, 'host')} running or failed at once.`,
    ...plan.unavailable.map((each) => unavailableText(each, now)),
    ...(plan.unavailableCount > plan.unavailable.length
      ? [`And ${plural(plan.unavailableCount - plan.unavailable.length, 'further host')} that can't be run on now.`]
      : []),
    ...(plan.needsApproval ? [`It needs an approval, because of ${causesText(plan.approvalCauses)}.`] : []),
    ...plan.warnings.map((warning) => `Warning: ${warning}`),
  ];
  const waves = renderTable<PlannedWave>(
    [
      { header: 'WAVE', value: ({ number }) => String(number), align: 'right' },
      { header: 'SIZE', value: ({ size }) => size },
      { header: 'HOSTS', value: ({ targets }) => String(targets), align: 'right' },
      { header: 'THEN WAITS', value: ({ soakSeconds }) => (soakSeconds === 0 ? '–' : duration(soakSeconds * 1000)) },
      { header: 'ON', value: hostsText, shrinks: true },
    ],
    plan.waves,
    output.width,
    output.paint,
  );
  await output.text(`${lines.map(neutralize).join('\n')}\n\n${waves}\n`);
  await output.text(`${output.paint('dim', `Script, SHA-256 ${neutralize(plan.scriptSha256)}:`)}\n`);
  await output.document(plan.script);
}

/** `web-7 is offline: will wait until tomorrow 14:05.` */
function unavailableText({ nodeId, reason, becomes, until }: Unavailable, now: Date): string {
  return `${nodeId} is ${reason === 'MAINTENANCE' ? 'under maintenance' : reason.toLowerCase()}: will ${fate(becomes, until, now)}.`;
}

function fate(becomes: Unavailable['becomes'], until: string | null, now: Date): string {
  switch (becomes) {
    case 'WAITING_HOST':
      return until === null ? 'wait' : `wait until ${localTime(until, now)}`;
    case 'SKIPPED':
      return 'be skipped';
    case 'FAILED':
      return 'count as failed';
    case 'PENDING':
    case 'QUEUED':
    case 'RUNNING':
    case 'SUCCEEDED':
    case 'LOST':
    case 'EXPIRED':
    case 'CANCELLED':
      return `be ${becomes}`;
  }
}

function hostsText({ hosts, targets }: PlannedWave): string {
  const named = hosts.slice(0, namesMax);
  const more = targets - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
