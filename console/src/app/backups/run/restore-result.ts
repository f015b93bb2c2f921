import { Component, computed, input } from '@angular/core';
import type { RestoreOutcome } from '@hyprbox/contracts';
import { formatBytes, formatCount } from '../../shared/figures/format';

/** What a restore brought back, or would bring back, and what stood there already. */
@Component({
  selector: 'hb-restore-result',
  template: `
    <h2>{{ outcome().dryRun ? 'What would come back' : 'What came back' }}</h2>
    <p>
      {{ count(outcome().files) }} {{ outcome().files === 1 ? 'file' : 'files' }}, {{ bytes(outcome().bytes) }}.
      @if (outcome().existingCount === 0) {
        Nothing stands in the way.
      }
    </p>
    @if (outcome().existingCount > 0) {
      <p class="existing">
        {{ count(outcome().existingCount) }} {{ outcome().existingCount === 1 ? 'file stands' : 'files stand' }} there
        already{{ outcome().dryRun ? ': they are kept unless you confirm that they may be overwritten.' : '.' }}
      </p>
      <ul tabindex="0" aria-label="Files that exist already">
        @for (path of outcome().existing; track path) {
          <li class="hb-mono">{{ path }}</li>
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
  readonly outcome = input.required<RestoreOutcome>();

  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly unnamed = computed(() => this.outcome().existingCount - this.outcome().existing.length);
}
