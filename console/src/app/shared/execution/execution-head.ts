import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { Clock } from '../../core/clock/clock';
import { Icon } from '../icon/icon';
import { ExecutionStatusLabel } from '../status/execution-status-label';
import { executionStatusWords } from '../status/execution-status-words';
import { runDuration } from './run-duration';

/** What a job and a backup run have in common. */
export interface CancellableExecution {
  readonly status: ExecutionStatus;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly cancelRequestedAt: string | null;
}

/**
 * The head of a job's and a run's page: how it stands, for how long, and the button that cancels it. What is marked `note`
 * stands beside the status, what is marked `before` before that button and all else behind it.
 */
@Component({
  selector: 'hb-execution-head',
  imports: [ExecutionStatusLabel, Icon, MatButton],
  templateUrl: './execution-head.html',
  styleUrl: './execution-head.scss',
})
export class ExecutionHead {
  private readonly clock = inject(Clock);

  readonly what = input.required<'job' | 'run'>();
  readonly execution = input.required<CancellableExecution>();
  readonly mayCancel = input.required<boolean>();
  readonly sendCancel = input.required<() => Observable<unknown>>();
  /** The button's place stays empty when it goes: what comes beside it must not come under the pointer. */
  readonly keepsPlace = input(false);
  /** The execution has changed by this, and should be read again. */
  readonly changed = output();

  private readonly sent = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly running = computed(() => !isTerminal(this.execution().status));
  protected readonly cancelling = computed(() => this.sent() || this.execution().cancelRequestedAt !== null);
  protected readonly duration = computed(() => runDuration(this.execution(), this.clock.now()) ?? '');
  protected readonly statusWord = computed(() => executionStatusWords[this.execution().status]);

  protected cancel(): void {
    if (this.cancelling()) return;
    this.sent.set(true);
    this.problem.set(null);
    this.sendCancel()().subscribe({
      next: () => this.changed.emit(),
      error: (error: unknown) => {
        const problem = toApiProblem(error);
        this.sent.set(false);
        // It ended by itself in the meantime: there is nothing left to cancel, and the page will say how it ended.
        if (problem.kind === 'conflict') this.changed.emit();
        else this.problem.set(problem);
      },
    });
  }
}
