import { Component, computed, input } from '@angular/core';
import type { ExecutionStatus, RestoreOutcome } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { formatBytes, formatCount } from '../../shared/figures/format';

interface ResultWords {
  heading: string;
  /** Where no file stood there already. */
  clear: string;
  /** What is to be known of the files that stood there. */
  existing: string;
}

const dryRunWords: ResultWords = {
  heading: 'What would come back',
  clear: 'Nothing stands in the way.',
  existing: 'already there: kept unless you confirm overwriting.',
};
const restoredWords: ResultWords = {
  heading: 'What came back',
  clear: 'Nothing stood in the way.',
  existing: 'stood there already, which it overwrote.',
};
const unrestoredWords: ResultWords = {
  heading: 'What was to come back',
  clear: '',
  existing: 'stood there already.',
};

/** What a restore brought back, would bring back or was to bring back, and what stood there already. */
@Component({
  selector: 'hb-restore-result',
  template: `
    <h2>{{ words().heading }}</h2>
    <p>
      {{ count(outcome().files) }} {{ outcome().files === 1 ? 'file' : 'files' }}, {{ bytes(outcome().bytes) }}.
      @if (outcome().existingCount === 0) {
        {{ words().clear }}
      }
    </p>
    @if (outcome().existingCount > 0) {
      <p class="existing">
        {{ count(outcome().existingCount) }} {{ outcome().existingCount === 1 ? 'file' : 'files' }}
        {{ words().existing }}
      </p>
      <ul tabindex="0" aria-label="Files that exist already">
        @for (path of outcome().existing; track path) {
          <li class="hb-mono">{{ shownPath(path) }}</li>
        }
        @if (unnamed() > 0) {
          <li class="quiet">and {{ count(unnamed()) }} more</li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
      padding: 14px 16px;
    }
    .existing {
      color: var(--hb-warning-text);
    }
    ul {
      max-height: 220px;
      padding: 8px 12px;
      margin: 0;
      overflow: auto;
      list-style: none;
      border: 1px solid var(--hb-line);
      border-radius: var(--hb-radius-control);
    }
    li {
      overflow-wrap: anywhere;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class RestoreResult {
  protected readonly shownPath = shownPath;
  readonly outcome = input.required<RestoreOutcome>();
  /** How the run ended: the figures are of what was asked for, and only success brings it back. */
  readonly status = input.required<ExecutionStatus>();

  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly words = computed(() => {
    if (this.outcome().dryRun) return dryRunWords;
    return this.status() === 'SUCCEEDED' ? restoredWords : unrestoredWords;
  });
  protected readonly unnamed = computed(() => this.outcome().existingCount - this.outcome().existing.length);
}
