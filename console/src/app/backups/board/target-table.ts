import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { BackupTarget } from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { ProtectionLabel } from '../../shared/backups/protection-label';
import { measuredRestore } from '../../shared/backups/restore-words';
import { formatBytes } from '../../shared/figures/format';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { faultTitle } from '../run/fault-guidance';
import { hasBackup, whyNoDrill } from '../run/has-backup';
import { RunStarter } from '../run/run-starter';
import { RunBars } from './run-bars';

/** Hosts under their policies: how fresh the last good backup is, and what is proven of it. Worst first. */
@Component({
  selector: 'hb-target-table',
  imports: [MatButton, ProtectionLabel, RelativeTime, RouterLink, RunBars, TimeAhead],
  templateUrl: './target-table.html',
  styleUrl: './target-table.scss',
})
export class TargetTable {
  protected readonly starter = inject(RunStarter);
  protected readonly mayRun = inject(Session).can('backup.run');

  readonly targets = input.required<readonly BackupTarget[]>();
  /** Whether the policy is named: it is not on the policy's own page. */
  readonly named = input(true);
  /** A run was queued: what is shown will soon be old. */
  readonly started = output();

  protected readonly hasBackup = hasBackup;
  protected readonly whyNoDrill = whyNoDrill;
  protected readonly marksShown = backupLimits.recentBackups;
  /** Whether the targets came with their last backups. */
  protected readonly withCourse = computed(() => this.targets().some(({ recentBackups }) => recentBackups));
  protected readonly rows = computed(() =>
    this.targets().map((target) => ({
      target,
      measured: measuredRestore(target),
      added: addedBy(target),
      failure: target.protection === 'FAILING' ? failureOf(target) : null,
      failedRun: target.protection === 'FAILING' ? (target.lastRun?.id ?? null) : null,
      running: target.lastRun?.status === 'RUNNING' || target.lastRun?.status === 'QUEUED' ? target.lastRun : null,
    })),
  );

  protected async start({ policyId, nodeId }: BackupTarget, kind: 'BACKUP' | 'DRILL'): Promise<void> {
    if (await this.starter.start({ policyId, nodeId, kind })) this.started.emit();
  }
}

function failureOf({ lastRun }: BackupTarget): string {
  return lastRun === null || lastRun.reason === null ? 'The last run failed' : faultTitle(lastRun.reason);
}

/** By the last backup that was good. */
function addedBy({ recentBackups = [] }: BackupTarget): string | null {
  const bytes = recentBackups.findLast(({ status }) => status === 'SUCCEEDED')?.bytesAdded;
  return bytes === undefined || bytes === null ? null : formatBytes(bytes);
}
