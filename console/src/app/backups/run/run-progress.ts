import { Component, computed, input } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { BackupProgress } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { roundDuration } from '../../shared/execution/run-duration';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { PointedName } from '../../shared/pointed-name/pointed-name';

/** How far a run is: share, bytes, files, the file under way, and the time it will still take. */
@Component({
  selector: 'hb-run-progress',
  imports: [MatProgressBar, PointedName],
  template: `
    @if (progress(); as progress) {
      <div class="head">
        <span class="step">{{ progress.step }}</span>
        <span class="share">{{ share() }}</span>
        <span class="left">{{ remaining() }}</span>
      </div>
      <mat-progress-bar
        [mode]="progress.fraction === null ? 'indeterminate' : 'determinate'"
        [value]="(progress.fraction ?? 0) * 100"
        [attr.aria-label]="'Progress of ' + progress.step"
      />
      <dl>
        <div>
          <dt>Data</dt>
          <dd>{{ bytes() }}</dd>
        </div>
        <div>
          <dt>Files</dt>
          <dd>{{ files() }}</dd>
        </div>
        <div class="file">
          <dt>File</dt>
          <dd class="hb-mono" hbPointedName>
            {{ shownPath(progress.currentFile ?? '–') }}
          </dd>
        </div>
      </dl>
    } @else {
      <div class="head">
        <span class="step">{{ queued() ? 'Waiting for ' + host() : 'Starting' }}</span>
      </div>
      <mat-progress-bar mode="indeterminate" aria-label="Waiting" />
      <p>
        {{
          queued()
            ? 'It starts as soon as the host asks for work and its repository is free.'
            : 'The agent opens the repository.'
        }}
      </p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 10px;
      padding: 14px 16px;
    }
    .head {
      display: flex;
      gap: 12px;
      align-items: baseline;
      font-variant-numeric: tabular-nums;
    }
    .step {
      font-weight: 600;
    }
    .step::first-letter {
      text-transform: uppercase;
    }
    .left {
      margin-inline-start: auto;
    }
    .left,
    p,
    dt {
      color: var(--hb-text-secondary);
    }
    dl {
      display: grid;
      grid-template-columns: auto auto minmax(0, 1fr);
      gap: 4px 24px;
    }
    dl div {
      display: flex;
      gap: 8px;
      min-width: 0;
      font-variant-numeric: tabular-nums;
    }
    .file dd {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      line-height: 20px;
    }
    @media (width < 700px) {
      dl {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class RunProgress {
  protected readonly shownPath = shownPath;
  /** Null while the node has not told of any. */
  readonly progress = input.required<BackupProgress | null>();
  readonly host = input.required<string>();
  readonly queued = input.required<boolean>();

  protected readonly share = computed(() => {
    const fraction = this.progress()?.fraction ?? null;
    return fraction === null ? '' : `${Math.floor(fraction * 100)}%`;
  });
  protected readonly remaining = computed(() => {
    const seconds = this.progress()?.secondsRemaining ?? null;
    return seconds === null ? '' : `about ${roundDuration(seconds)} left`;
  });
  protected readonly bytes = computed(() => {
    const { bytesDone = 0, bytesTotal = null } = this.progress() ?? {};
    return bytesTotal === null ? formatBytes(bytesDone) : `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`;
  });
  protected readonly files = computed(() => {
    const { filesDone = 0, filesTotal = null } = this.progress() ?? {};
    return filesTotal === null ? formatCount(filesDone) : `${formatCount(filesDone)} of ${formatCount(filesTotal)}`;
  });
}
