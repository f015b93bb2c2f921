import type { BackupRetention, BackupTask } from '@hyprbox/contracts';
import { afterwards } from './afterwards.js';
import { stepBegins } from './progress.js';
import { faultOf } from './restic-faults.js';
import { jsonObjects } from './restic-json.js';
import { BackupError } from './backup-error.js';
import type { BackupContext } from './backup-context.js';

const options: Readonly<Record<keyof BackupRetention, string>> = {
  keepLast: '--keep-last',
  keepDaily: '--keep-daily',
  keepWeekly: '--keep-weekly',
  keepMonthly: '--keep-monthly',
  keepYearly: '--keep-yearly',
};

/** Forgets this node's own snapshots that retention does not keep, as one group whatever their paths, and their data. */
export async function runPrune(run: BackupContext, task: Extract<BackupTask, { operation: 'PRUNE' }>): Promise<void> {
  const keep = keepOptions(task.retention);
  // Restic would then keep none or refuse, by its version.
  if (keep.length === 0)
    throw new BackupError('RESTIC_FAILED', 'The retention keeps nothing, and so nothing was removed.');
  run.report.progress(stepBegins('prune'));
  const end = await run.repository.whenUnlocked({
    command: ['forget', '--json', '--prune', ...run.repository.own, '--group-by=', ...keep],
    onLine: (line) => {
      const retention = readForgotten(line);
      if (retention !== null) run.found.retention = retention;
      else if (line.trim() !== '') run.report.say(line);
    },
  });
  // Snapshots are forgotten first: they are gone also where their data could not be removed then.
  await afterwards(run);
  if (end.code !== 0) throw faultOf(end);
  run.found.retention ??= { kept: 0, removed: 0 };
}

export function keepOptions(retention: BackupRetention): string[] {
  return Object.entries(options).flatMap(([key, option]) => {
    const count = retention[key as keyof BackupRetention];
    return count !== undefined && Number.isInteger(count) && count > 0 ? [`${option}=${count}`] : [];
  });
}

/** The counts of the line that `restic forget --json` prints; null for any other line. */
export function readForgotten(line: string): { kept: number; removed: number } | null {
  const groups = line.startsWith('[{') ? jsonObjects(line) : null;
  if (groups === null) return null;
  const count = (name: string): number =>
    groups.reduce((sum, group) => sum + (Array.isArray(group[name]) ? group[name].length : 0), 0);
  return { kept: count('keep'), removed: count('remove') };
}
