import type { OutputGroup } from '@hyprbox/contracts';
import { formatCount } from '../../shared/figures/format';
import { hostCount } from '../../shared/rollout-form/plan-words';

/** Hosts that a group names; the others are counted. */
export const namedHosts = 8;

/** "187 hosts printed this", "web-3 printed nothing". */
export function groupTitle({ count, hosts, stdoutBytes, stderrBytes }: OutputGroup): string {
  const [only] = hosts;
  const who = count === 1 && only !== undefined ? only.nodeId : hostCount(count);
  return `${who} printed ${stdoutBytes + stderrBytes === 0 ? 'nothing' : 'this'}`;
}

/** What of a group's hosts is not named: "and 179 more"; empty where all are. */
export function othersWords({ count, hosts }: OutputGroup): string {
  const others = count - Math.min(namedHosts, hosts.length);
  return others > 0 ? `and ${formatCount(others)} more` : '';
}
