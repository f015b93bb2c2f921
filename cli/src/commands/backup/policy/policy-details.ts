import type { BackupHook, BackupPolicy } from '@hyprbox/contracts';
import type { Detail } from '../../../output/details.js';
import { plural, relativeTime, timeUntil } from '../../../output/figures.js';

export function policyDetails(policy: BackupPolicy, now: Date): Detail[] {
  return [
    ['Policy', policy.name],
    ['Id', policy.id],
    ['Covers', policy.nodeId ?? `every node with the tag ${policy.tag ?? ''}: ${plural(policy.nodes, 'node')}`],
    ['State', policy.protection],
    ['Repository', policy.repository],
    ['Password', policy.passwordRef],
    ['Environment', joined(Object.entries(policy.environment).map(([name, reference]) => `${name}=${reference}`))],
    ['Paths', joined(policy.paths)],
    ['Leaves out', joined(policy.excludes)],
    ['File systems', policy.oneFileSystem ? 'only those of the paths' : null],
    ['Tags', joined(policy.tags)],
    ['Schedule', `${policy.scheduleText} (${policy.schedule}, ${policy.timezone})`],
    ['When missed', policy.catchUp === 'RUN_ONCE' ? 'run once when the node is back' : 'wait for the next time'],
    ['Next', policy.enabled ? joined(policy.nextRuns.map((at) => `${at} (${timeUntil(at, now)})`)) : 'paused'],
    ['Keeps', kept(policy)],
    ['Repository is', policy.initialize ? 'made if there never was one' : 'never made'],
    ['Before it', hook(policy.preHook)],
    ['After it', hook(policy.postHook)],
    ['Upload', rate(policy.uploadLimitKiBps)],
    ['Download', rate(policy.downloadLimitKiBps)],
    ['Priority', policy.priority === 'LOW' ? 'low' : null],
    ['Check', check(policy)],
    ['Drill', drill(policy)],
    ['Overdue', overdue(policy)],
    ['Created', `${policy.createdAt} (${relativeTime(policy.createdAt, now)})`],
    [
      'Changed',
      policy.updatedAt === policy.createdAt ? null : `${policy.updatedAt} (${relativeTime(policy.updatedAt, now)})`,
    ],
  ];
}

function joined(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join(', ');
}

function kept({ retention }: BackupPolicy): string {
  const rules = [
    ['the newest', retention.keepLast],
    ['daily', retention.keepDaily],
    ['weekly', retention.keepWeekly],
    ['monthly', retention.keepMonthly],
    ['yearly', retention.keepYearly],
  ] as const;
  return joined(rules.flatMap(([rule, count]) => (count ? [`${rule} ${count}`] : []))) ?? 'every snapshot';
}

function hook(given: BackupHook | null): string | null {
  if (given === null) return null;
  const variables = Object.entries(given.variables).map(([name, value]) => `${name}=${String(value)}`);
  return variables.length === 0 ? given.preset : `${given.preset} with ${variables.join(', ')}`;
}

function rate(limit: number | null): string | null {
  return limit === null ? null : `at most ${limit} KiB/s`;
}

function check({ checkSchedule, checkReadData }: BackupPolicy): string {
  if (checkSchedule === null) return 'never';
  return `${checkSchedule}, ${checkReadData === null ? 'the structure only' : `reads ${checkReadData} of the data`}`;
}

function drill({ drillSchedule, drillFiles, drillDirectory, drillVerify }: BackupPolicy): string {
  if (drillSchedule === null) return 'never: nothing proves by itself that it restores';
  const files = drillFiles === null ? 'restores all of the newest snapshot' : `restores ${plural(drillFiles, 'file')}`;
  const into = drillDirectory === null ? '' : ` into ${drillDirectory}`;
  const verified = hook(drillVerify);
  return `${drillSchedule}, ${files}${into}${verified === null ? '' : `, verified by ${verified}`}`;
}

function overdue({ maxBackupAgeHours, maxProofAgeDays }: BackupPolicy): string {
  const backup = maxBackupAgeHours === null ? 'twice its schedule' : plural(maxBackupAgeHours, 'hour');
  const proof = maxProofAgeDays === null ? 'twice its schedule' : plural(maxProofAgeDays, 'day');
  return `a backup after ${backup}, a proof after ${proof}`;
}
