import { Component, computed, input } from '@angular/core';
import type { BackupMark } from '@hyprbox/contracts';
import { preciseDuration } from '../../shared/execution/run-duration';
import { formatBytes } from '../../shared/figures/format';
import { executionStatusWords } from '../../shared/status/execution-status-words';

/** Pixels. */
const barHeight = 20;
const leastHeight = 3;

const time = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

interface Bar {
  id: string;
  failed: boolean;
  cancelled: boolean;
  /** Pixels that are left free above it. */
  free: number;
  words: string;
}

/** The course of a host's backups at a glance: a bar for each, as high as it took long. One that failed stands out. */
@Component({
  selector: 'hb-run-bars',
  template: `
    @if (bars().length > 0) {
      <div role="img" [attr.aria-label]="summary()">
        @for (bar of bars(); track bar.id) {
          <span
            [class.failed]="bar.failed"
            [class.cancelled]="bar.cancelled"
            [style.border-top-width.px]="bar.free"
            [title]="bar.words"
          ></span>
        }
      </div>
    } @else {
      <span class="none">none yet</span>
    }
  `,
  styles: `
    div {
      display: flex;
      gap: 2px;
      height: 20px;
    }
    /* The whole column shows the tooltip; what is free above the bar is its border. */
    span:not(.none) {
      box-sizing: border-box;
      width: 4px;
      background: var(--hb-chart) padding-box;
      border: 0 solid transparent;
      opacity: 0.7;
    }
    span.failed {
      background-color: var(--hb-critical);
      opacity: 1;
    }
    span.cancelled {
      background-color: var(--hb-offline);
    }
    span:hover {
      opacity: 1;
    }
    .none {
      color: var(--hb-text-secondary);
    }
  `,
})
export class RunBars {
  /** Oldest first. */
  readonly marks = input.required<readonly BackupMark[]>();

  protected readonly bars = computed<readonly Bar[]>(() => {
    const longest = Math.max(...this.marks().map(({ seconds }) => seconds ?? 0));
    return this.marks().map((mark) => ({
      id: mark.id,
      failed: mark.status === 'FAILED',
      cancelled: mark.status === 'CANCELLED',
      free: barHeight - heightOf(mark, longest),
      words: wordsOf(mark),
    }));
  });
  protected readonly summary = computed(() => {
    const marks = this.marks();
    const failed = marks.filter(({ status }) => status === 'FAILED').length;
    const what = marks.length === 1 ? 'The only backup' : `The last ${marks.length} backups`;
    const newest = marks.at(-1);
    const outcome = failed === 0 ? 'none failed' : `${failed} failed`;
    return `${what}: ${outcome}.${newest === undefined ? '' : ` The newest: ${wordsOf(newest)}`}`;
  });
}

/** A failure is full height, however soon it came: it is what one looks for. The root lets short runs be told apart. */
function heightOf({ status, seconds }: BackupMark, longest: number): number {
  if (status === 'FAILED') return barHeight;
  const part = longest === 0 ? 1 : Math.sqrt((seconds ?? 0) / longest);
  return Math.max(leastHeight, Math.round(barHeight * part));
}

/** "1 Mar, 02:30 · Succeeded · 4 min 12 s · 340 MB added". */
function wordsOf({ status, finishedAt, seconds, bytesAdded }: BackupMark): string {
  return [
    time.format(Date.parse(finishedAt)),
    executionStatusWords[status],
    seconds === null ? '' : preciseDuration(seconds * 1_000),
    bytesAdded === null ? '' : `${formatBytes(bytesAdded)} added`,
  ]
    .filter(Boolean)
    .join(' · ');
}
