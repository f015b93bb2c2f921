import { backupProtections } from '@hyprbox/contracts';
import type { BackupTarget } from '@hyprbox/contracts';
import { duration, relativeTime } from '../../output/figures.js';
import { wrap } from '../../output/fit.js';
import { neutralize } from '../../output/neutralize.js';
import { protectionStyles } from '../../output/palette.js';
import type { Palette } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';

export interface View {
  width: number;
  paint: Palette;
  now: Date;
}

/** Faults told one by one; more of them are a matter for the table. */
const faultsTold = 10;

export function worstFirst(targets: readonly BackupTarget[]): BackupTarget[] {
  const urgency = (target: BackupTarget): number => backupProtections.indexOf(target.protection);
  return targets.toSorted((a, b) => urgency(a) - urgency(b)); // stable: the server's order within a state stays
}

/** Whether somebody has to act: the last run failed, or a backup or a proof is too old. */
export function isAlarming({ protection, backupOverdue, proofOverdue }: BackupTarget): boolean {
  if (protection === 'PAUSED') return false;
  return protection === 'FAILING' || protection === 'OVERDUE' || backupOverdue || proofOverdue;
}

/** A line a node under a policy, then what is wrong with those that are not well. */
export function renderTargets(targets: readonly BackupTarget[], { width, paint, now }: View): string {
  const table = renderTable<BackupTarget>(
    [
      { header: 'POLICY', value: (target) => target.policyName, shrinks: true },
      { header: 'NODE', value: (target) => target.nodeId, shrinks: true },
      {
        header: 'STATE',
        value: (target) => target.protection,
        style: (target) => protectionStyles[target.protection],
      },
      {
        header: 'BACKUP',
        value: (target) => relativeTime(target.lastGoodBackupAt, now),
        style: (target) => (target.backupOverdue ? 'red' : undefined),
      },
      {
        header: 'PROVEN',
        value: (target) => relativeTime(target.lastProvenRestoreAt, now),
        style: (target) => (target.proofOverdue ? 'red' : undefined),
      },
      { header: 'RESTORES IN', value: ({ restoreSeconds }) => (restoreSeconds === null ? '–' : took(restoreSeconds)) },
    ],
    targets,
    width,
    paint,
  );
  const alarming = targets.filter(isAlarming);
  const told = alarming.slice(0, faultsTold).map((target) => bullet(faultOf(target), width));
  const more = alarming.length - told.length;
  const rest = more === 0 ? [] : [`  … and ${more} more\n`];
  return table + (told.length === 0 ? '' : `\n${[...told, ...rest].join('')}`);
}

function took(seconds: number): string {
  return duration(seconds * 1000);
}

/** `etc on web-1: backup failed (WRONG_PASSWORD), a proof is overdue; see hyprbox backup run show 0198…` */
function faultOf(target: BackupTarget): string {
  const { policyName, nodeId, lastRun, protection, backupOverdue, proofOverdue } = target;
  // The last run of one kind may have failed, and that of another have come after it.
  const failed = lastRun?.status === 'FAILED' ? lastRun : null;
  const failure = failed === null ? 'a run failed' : `${failed.kind.toLowerCase()} failed${inBrackets(failed.reason)}`;
  const faults = [
    ...(protection === 'FAILING' ? [failure] : []),
    ...(backupOverdue ? ['a backup is overdue'] : []),
    ...(proofOverdue ? ['a proof is overdue'] : []),
  ];
  const command = failed === null ? 'run list --status FAILED' : `run show ${failed.id}`;
  const where = protection === 'FAILING' ? `; see hyprbox backup ${command}` : '';
  return `${policyName} on ${nodeId}: ${faults.join(', ') || 'overdue'}${where}`;
}

function inBrackets(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}

function bullet(text: string, width: number): string {
  return wrap(neutralize(text), width - 2)
    .map((line, index) => `${index === 0 ? '! ' : '  '}${line}\n`)
    .join('');
}
