import { Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { AuditVerification } from '@hyprbox/contracts';
import { finalize } from 'rxjs';
import { AuditApi } from '../../core/api/audit.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { Icon } from '../../shared/icon/icon';

const figures = new Intl.NumberFormat('en-GB');

/** Has the server check the whole trail, and says in words what came of it and what to do. */
@Component({
  selector: 'hb-chain-verification',
  imports: [CopyButton, Icon, MatButton, MatProgressBar],
  templateUrl: './chain-verification.html',
  styleUrl: './chain-verification.scss',
})
export class ChainVerification {
  private readonly audit = inject(AuditApi);
  private readonly owner = inject(DestroyRef);

  protected readonly verifying = signal(false);
  protected readonly result = signal<AuditVerification | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);

  protected verify(): void {
    if (this.verifying()) return;
    this.verifying.set(true);
    this.result.set(null);
    this.problem.set(null);
    this.audit
      .verify()
      .pipe(
        takeUntilDestroyed(this.owner),
        finalize(() => this.verifying.set(false)),
      )
      .subscribe({
        next: (result) => this.result.set(result),
        error: (error: unknown) => this.problem.set(toApiProblem(error)),
      });
  }

  protected events(count: number): string {
    return count === 1 ? '1 event' : `${figures.format(count)} events`;
  }
}
