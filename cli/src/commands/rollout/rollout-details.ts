import type { Gates, PlannedWave, Rollout } from '@hyprbox/contracts';
import type { Detail } from '../../output/details.js';
import { duration, plural, relativeTime } from '../../output/figures.js';
import { localTime } from '../../output/local-time.js';
import { selectorText } from '../selector-flags.js';
import { countsText, reasonText, waveText } from './rollout-text.js';

export function rolloutDetails(rollout: Rollout, now: Date): Detail[] {
  const { preset, presetVersion, budget, budgetHosts } = rollout;
  const variables = Object.entries(rollout.variables).map(([name, value]) => `${name}=${String(value)}`);
  return [
    ['Rollout', rollout.name],
    ['Id', rollout.id],
    ['State', rollout.state],
    ['Why', reasonText(rollout)],
    ['Runs', preset === null ? 'a script of its own' : `${preset} (version ${presetVersion ?? 'unknown'})`],
    ['Variables', joined(variables)],
    ['Script', `SHA-256 ${rollout.scriptSha256}`],
    ['On', `${selectorText(rollout.selector)}: ${plural(rollout.targets, 'host')}`],
    ['Hosts', countsText(rollout.counts)],
    ['At', waveText(rollout)],
    ['Waves', rollout.waves.map(planned).join('; ')],
    ['Budget', `${budget}: ${plural(budgetHosts, 'host')} running or failed at once`],
    ['Gates', gatesText(rollout.gates)],
    ['When away', awayText(rollout)],
    ['Time limit', duration(rollout.timeoutSeconds * 1000)],
    ['Window', rollout.windowId],
    ['Maintenance', rollout.duringMaintenance ? 'also hosts under maintenance' : null],
    ['Created', `${relativeTime(rollout.createdAt, now)} by ${rollout.createdByName ?? 'the system'}`],
    ['Begins', rollout.startedAt === null && rollout.startAt !== null ? localTime(rollout.startAt, now) : null],
    ['Began', rollout.startedAt && relativeTime(rollout.startedAt, now)],
    ['Ended', rollout.finishedAt && relativeTime(rollout.finishedAt, now)],
    ['Retries', rollout.retryOf],
    ['Retried by', joined(rollout.retriedBy)],
    ['Schedule', rollout.scheduleId],
    ['Approval', rollout.approvalId],
  ];
}

/** `10% = 12 hosts, 12 ended, 1 failed, then waits 10 min` */
function planned({ size, targets, finished, failed, soakSeconds }: PlannedWave): string {
  const parts = [
    `${size} = ${plural(targets, 'host')}`,
    ...(finished > 0 ? [`${finished} ended`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(soakSeconds > 0 ? [`then waits ${duration(soakSeconds * 1000)}`] : []),
  ];
  return parts.join(', ');
}

function gatesText({ heartbeat, noNewCritical, checkPreset, confirm }: Gates): string | null {
  const gates = [
    heartbeat === true && 'each host is heard',
    noNewCritical === true && 'no critical alert',
    checkPreset !== undefined && `${checkPreset} succeeds`,
    confirm === true && 'somebody says so',
  ];
  return joined(gates.filter((gate) => gate !== false));
}

function awayText({ whenOffline, waitSeconds }: Rollout): string {
  switch (whenOffline) {
    case 'WAIT':
      return `a host is waited for, ${duration(waitSeconds * 1000)} at most`;
    case 'SKIP':
      return 'a host is skipped';
    case 'FAIL':
      return 'a host counts as failed';
  }
}

function joined(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join(', ');
}
