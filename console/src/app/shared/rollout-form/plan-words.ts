import type { RolloutPlan } from '@hyprbox/contracts';
import { formatCount } from '../figures/format';
import { targetReason } from '../rollout/rollout-words';
import { dayAndMonth, timeOfDay } from '../time/local-time';

type Unavailable = RolloutPlan['unavailable'][number];
type PlannedWave = RolloutPlan['waves'][number];

const day = 24 * 60 * 60 * 1000;
/** Hosts that a wave names; the others are counted. */
const namedHosts = 5;

export function hostCount(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'host' : 'hosts'}`;
}

/** "12 hosts in 3 waves; at most 1 running, failed or lost at once." */
export function planSummary({ targets, waves, budgetHosts }: RolloutPlan): string {
  const inWaves = waves.length === 1 ? 'at once' : `in ${waves.length} waves`;
  return `${hostCount(targets)} ${inWaves}; at most ${formatCount(budgetHosts)} running, failed or lost at once.`;
}

/** "web-1, web-2, web-3, web-4, web-5 and 112 more". */
export function waveHosts({ hosts, targets }: PlannedWave): string {
  const named = hosts.slice(0, namedHosts);
  const others = targets - named.length;
  return others > 0 ? `${named.join(', ')} and ${formatCount(others)} more` : named.join(', ');
}

/** "not connected: waited for until tomorrow, 14:05", "decommissioned: left out". */
export function unavailableWords({ reason, becomes, until }: Unavailable, now: number): string {
  return `${targetReason(reason, null)}: ${becomesWords(becomes, until, now)}`;
}

function becomesWords(becomes: Unavailable['becomes'], until: string | null, now: number): string {
  switch (becomes) {
    case 'PENDING':
    case 'WAITING_HOST':
      return until === null ? 'waited for' : `waited for until ${untilWords(until, now)}`;
    case 'QUEUED':
    case 'RUNNING':
    case 'SUCCEEDED':
      return 'run on all the same';
    case 'SKIPPED':
      return 'left out';
    case 'FAILED':
    case 'LOST':
      return 'counted as failed';
    case 'EXPIRED':
    case 'CANCELLED':
      return 'not run on';
  }
}

/** "today, 14:05", "tomorrow, 14:05", "4 Dec, 14:05". */
export function untilWords(iso: string, now: number): string {
  const at = new Date(iso);
  const time = timeOfDay(at).slice(0, 'hh:mm'.length);
  const sameDay = (other: number): boolean => at.toDateString() === new Date(other).toDateString();
  if (sameDay(now)) return `today, ${time}`;
  return `${sameDay(now + day) ? 'tomorrow' : dayAndMonth(at)}, ${time}`;
}
