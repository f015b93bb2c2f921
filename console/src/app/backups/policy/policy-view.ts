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
      await firstValueFrom(this.api.updatePolicy(this.policy().id, { enabled }));
      this.changed.emit();
    } catch (error) {
      const what = enabled ? 'The policy is still paused.' : 'The policy was not paused.';
      this.snackBar.open(`${what} ${toApiProblem(error).detail}`, 'Close');
    } finally {
      this.switching.set(false);
    }
  }

  protected async delete(): Promise<void> {
    const { id, name } = this.policy();
    const sure = await confirmByName(this.dialog, {
      title: `Delete the policy ${name}?`,
      detail:
        'Nothing is backed up by it any more. The repository and its snapshots stay where they are; restic reads them without HyprBox, too.',
      name,
      label: 'The policy’s name',
      action: 'Delete',
    });
    if (!sure) return;
    this.switching.set(true);
    try {
      await firstValueFrom(this.api.deletePolicy(id), { defaultValue: undefined });
      await this.router.navigate(['/dashboard/backups']);
    } catch (error) {
      this.snackBar.open(`The policy was not deleted. ${toApiProblem(error).detail}`, 'Close');
    } finally {
      this.switching.set(false);
    }
  }
}
