import { inject, Injectable, signal } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router } from '@angular/router';
import type { RunBackupRequest } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { toApiProblem } from '../../core/api/problem';
import { kindLabels } from './kind-labels';

export interface StartedBy {
  policyId: string;
  nodeId: string;
  kind: NonNullable<RunBackupRequest['kind']>;
}

/** How long the word that a run was queued stays, in milliseconds. */
const wordShown = 8_000;

/** Starts runs by hand, and says what came of it with the way to watch it. */
@Injectable()
export class RunStarter {
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);
  private readonly snackBar = inject(MatSnackBar);
  private readonly underWay = signal<ReadonlySet<string>>(new Set());

  isStarting(run: StartedBy): boolean {
    return this.underWay().has(keyOf(run));
  }

  /** Whether it was queued. */
  async start(run: StartedBy): Promise<boolean> {
    if (this.isStarting(run)) return false;
    this.underWay.update((keys) => new Set([...keys, keyOf(run)]));
    const what = `${kindLabels[run.kind]} of ${run.nodeId}`;
    try {
      const { id } = await firstValueFrom(this.api.policies.run(run.policyId, { kind: run.kind, nodeId: run.nodeId }));
      this.snackBar
        .open(`${what} queued.`, 'Watch', { duration: wordShown })
        .onAction()
        .subscribe(() => void this.router.navigate(['/dashboard/backups/runs', id]));
      return true;
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${what} was not queued. ${problem.detail || problem.title}`, 'Close');
      return false;
    } finally {
      this.underWay.update((keys) => new Set([...keys].filter((key) => key !== keyOf(run))));
    }
  }
}

function keyOf({ policyId, nodeId, kind }: StartedBy): string {
  return `${kind} ${policyId} ${nodeId}`;
}
