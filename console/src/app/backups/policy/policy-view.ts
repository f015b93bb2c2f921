import { Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatFormField } from '@angular/material/form-field';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import type { BackupPolicy, BackupTarget } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { toApiProblem } from '../../core/api/problem';
import { Session } from '../../core/session/session';
import { ProtectionLabel } from '../../shared/backups/protection-label';
import { confirmByName } from '../../shared/confirm-dialog/confirm-by-name';
import { Icon } from '../../shared/icon/icon';
import { PageState } from '../../shared/page-state/page-state';
import { TargetTable } from '../board/target-table';
import { hasBackup, whyNoDrill } from '../run/has-backup';
import type { StartedBy } from '../run/run-starter';
import { RunStarter } from '../run/run-starter';
import { LastProof } from './last-proof';
import { NewestSnapshots } from './newest-snapshots';
import { PolicyFacts } from './policy-facts';
import { RunHistory } from './run-history';
import { RunList } from './run-list';

/** One policy: how its hosts stand, what is proven of them, how its runs went, and what it says. */
@Component({
  selector: 'hb-policy-view',
  imports: [
    Icon,
    LastProof,
    MatButton,
    MatFormField,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    MatOption,
    MatSelect,
    NewestSnapshots,
    PageState,
    PolicyFacts,
    ProtectionLabel,
    RouterLink,
    RunHistory,
    RunList,
    TargetTable,
  ],
  providers: [RunStarter],
  templateUrl: './policy-view.html',
  styleUrl: './policy-view.scss',
})
export class PolicyView {
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly starter = inject(RunStarter);
  private readonly runs = viewChild(RunList);

  readonly policy = input.required<BackupPolicy>();
  /** Worst first. */
  readonly targets = input.required<readonly BackupTarget[]>();
  /** The host whose history is shown; null: the one that stands worst. */
  readonly node = input.required<string | null>();
  readonly changed = output();

  protected readonly mayRun = inject(Session).can('backup.run');
  protected readonly mayManage = inject(Session).can('backup.manage');
  protected readonly switching = signal(false);

  protected readonly target = computed<BackupTarget | null>(() => {
    const targets = this.targets();
    return targets.find(({ nodeId }) => nodeId === this.node()) ?? targets[0] ?? null;
  });
  /** Whose protection is the policy's: it says which of backup and proof is overdue. */
  protected readonly worst = computed(() =>
    this.targets().find(({ protection }) => protection === this.policy().protection),
  );
  /** On which hosts an action of the page's head runs: all of them. */
  protected readonly where = computed(() =>
    this.targets().length > 1 ? ` on ${this.targets().length} hosts` : ' now',
  );

  protected readonly hasBackup = hasBackup;
  protected readonly whyNoDrill = whyNoDrill;
  /** Where there is something that a drill could restore. */
  protected readonly drillable = computed(() => this.targets().filter(hasBackup));

  protected chooseHost(node: string): void {
    void this.router.navigate([], { queryParams: { node }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async start(kind: StartedBy['kind'], targets: readonly BackupTarget[] = this.targets()): Promise<void> {
    const policyId = this.policy().id;
    await Promise.all(targets.map(({ nodeId }) => this.starter.start({ policyId, nodeId, kind })));
    this.refresh();
  }

  protected refresh(): void {
    this.runs()?.reload();
    this.changed.emit();
  }

  protected async setEnabled(enabled: boolean): Promise<void> {
    if (this.switching()) return;
    this.switching.set(true);
    try {
      await firstValueFrom(this.api.policies.update(this.policy().id, { enabled }));
      this.changed.emit();
    } catch (error) {
      const what = enabled ? 'The policy is still paused.' : 'The policy was not paused.';
      this.snackBar.open(`${what} ${toApiProblem(error).detail}`, 'Close');
    } finally {
      this.switching.set(false);
    }
  }

  protected async acceptRepository({ nodeId, repository }: BackupTarget): Promise<void> {
    const { id, name } = this.policy();
    const accepted = await confirmByName(this.dialog, {
      title: `Is the old repository of ${nodeId} gone for good?`,
      detail: `If its disk is only not mounted, mount it instead. Else the next backup goes on with what is at ${repository} now, and what was backed up to the old repository protects nobody any more.`,
      name,
      label: 'The policy’s name',
      mismatch: 'This is not the name of the policy.',
      action: 'Accept',
      act: {
        progress: 'Accepting…',
        send: () => firstValueFrom(this.api.policies.acceptRepository(id, { nodeId }), { defaultValue: undefined }),
      },
    });
    if (!accepted) return;
    this.snackBar.open('Accepted. Run a backup now to be protected again.', 'Close');
    this.changed.emit();
  }

  protected async delete(): Promise<void> {
    const { id, name } = this.policy();
    const deleted = await confirmByName(this.dialog, {
      title: `Delete the policy ${name}?`,
      detail:
        'Nothing is backed up by it any more. The repository and its snapshots stay where they are; restic reads them without HyprBox, too.',
      name,
      label: 'The policy’s name',
      mismatch: 'This is not the name of the policy.',
      action: 'Delete',
      act: {
        progress: 'Deleting…',
        send: () => firstValueFrom(this.api.policies.delete(id), { defaultValue: undefined }),
      },
    });
    if (deleted) await this.router.navigate(['/dashboard/backups']);
  }
}
