import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import type { Job } from '@hyprbox/contracts';
import { Clock } from '../core/clock/clock';
import { exactTime } from '../shared/time/exact-time';
import { roundDuration } from '../shared/execution/run-duration';
import { ScriptDialog } from './script-dialog';

/** The side panel: where, what, by whom, when, and with which values. */
@Component({
  selector: 'hb-job-facts',
  imports: [MatButton, RouterLink],
  templateUrl: './job-facts.html',
  styleUrl: './job-facts.scss',
})
export class JobFacts {
  private readonly clock = inject(Clock);
  private readonly dialog = inject(MatDialog);

  readonly job = input.required<Job>();

  protected readonly times = computed(() => {
    const { createdAt, startedAt, finishedAt } = this.job();
    const now = this.clock.now();
    return [
      { label: 'Queued', at: createdAt },
      { label: 'Started', at: startedAt },
      { label: 'Finished', at: finishedAt },
    ].map(({ label, at }) => ({ label, at, words: at === null ? '–' : exactTime(at, now) }));
  });
  protected readonly timeLimit = computed(() => roundDuration(this.job().timeoutSeconds));
  protected readonly shortHash = computed(
    () => `${this.job().scriptSha256.slice(0, 4)}…${this.job().scriptSha256.slice(-4)}`,
  );
  protected readonly variables = computed(() =>
    Object.entries(this.job().variables).map(([name, value]) => ({ name, value: String(value) })),
  );

  protected viewScript(): void {
    this.dialog.open(ScriptDialog, {
      data: this.job(),
      width: '900px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: 'pre',
    });
  }
}
