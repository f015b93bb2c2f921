import type { OnInit } from '@angular/core';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import type { Job, OutputStream } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import { showLiveSource } from '../../core/live/live-sources';
import { JobTracker } from './job-tracker';
import { OutputPane } from '../output/output-pane';

/** A job's output, live. */
@Component({
  selector: 'hb-job-tail',
  imports: [OutputPane],
  providers: [JobTracker],
  template: `
    <hb-output-pane
      [output]="tracker.output"
      [status]="job().status"
      [host]="job().nodeId"
      [totalBytes]="totalBytes()"
      [droppedBytes]="droppedBytes()"
      [connection]="tracker.connection()"
      [complete]="tracker.complete()"
      [readStored]="readStored"
    />
  `,
  styles: `
    hb-output-pane {
      height: 100%;
    }
  `,
})
export class JobTail implements OnInit {
  private readonly jobs = inject(JobsApi);
  protected readonly tracker = inject(JobTracker);

  /** The job as it was when it was opened; it is kept up to date from there. */
  readonly loaded = input.required<Job>();

  /** As it is now, for what is shown around its output. */
  readonly job = linkedSignal(() => this.loaded());
  protected readonly totalBytes = computed(() =>
    Math.max(this.job().stdoutBytes + this.job().stderrBytes, this.tracker.output.receivedBytes()),
  );
  protected readonly droppedBytes = computed(() => this.job().stdoutDroppedBytes + this.job().stderrDroppedBytes);
  protected readonly readStored = (stream: OutputStream): Promise<ArrayBuffer> =>
    firstValueFrom(this.jobs.output(this.job().id, stream));

  constructor() {
    showLiveSource({ state: this.tracker.connection, asOf: this.tracker.asOf });
  }

  ngOnInit(): void {
    this.tracker.follow(this.job);
  }
}
