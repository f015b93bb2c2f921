import { Component, computed, input, linkedSignal } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { RouterLink } from '@angular/router';
import type { Approval } from '@hyprbox/contracts';
import { formatCount } from '../../shared/figures/format';
import { DiffView } from '../../shared/line-diff/diff-view';
import type { DiffGap, DiffLine } from '../../shared/line-diff/line-diff';
import { lineDiff, withContext } from '../../shared/line-diff/line-diff';
import { ScriptView } from '../../shared/script-view/script-view';

/** Lines that are the same which are shown around each change. */
const around = 3;

/** The script that would run: what has changed since the same preset ran last, and the whole of it. */
@Component({
  selector: 'hb-approval-script',
  imports: [DiffView, MatButtonToggle, MatButtonToggleGroup, RouterLink, ScriptView],
  template: `
    <header>
      <h2>The script</h2>
      @if (approval().lastScript !== null) {
        <mat-button-toggle-group
          hideSingleSelectionIndicator
          aria-label="What of the script"
          [value]="view()"
          (change)="view.set($event.value)"
        >
          <mat-button-toggle value="changes">Changes</mat-button-toggle>
          <mat-button-toggle value="whole">Whole</mat-button-toggle>
        </mat-button-toggle-group>
      }
    </header>
    <p class="quiet">
      {{ summary() }}
      @if (approval().lastRolloutId; as rolloutId) {
        <a [routerLink]="['/dashboard/rollouts', rolloutId]">See that rollout</a>
      } @else if (approval().lastJobId; as jobId) {
        <a [routerLink]="['/dashboard/jobs', jobId]">See that job</a>
      }
    </p>
    @if (view() === 'changes') {
      @if (changed()) {
        <hb-diff-view label="Changes of the script" [lines]="lines()" />
      }
    } @else {
      <hb-script-view [script]="approval().script" [sha256]="approval().scriptSha256" />
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
      justify-content: space-between;
      padding: 12px 14px 4px;
    }
    p {
      padding: 0 14px 10px;
    }
    p a {
      text-decoration: underline;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    hb-diff-view,
    hb-script-view {
      max-height: 640px;
      border-top: 1px solid var(--hb-line);
    }
  `,
})
export class ApprovalScript {
  readonly approval = input.required<Approval>();

  /** Where nothing has run before, and where nothing has changed, there are no changes to look at. */
  protected readonly view = linkedSignal<'changes' | 'whole'>(() => (this.changed() ? 'changes' : 'whole'));
  private readonly diff = computed<readonly DiffLine[]>(
    () => {
      const { script, lastScript } = this.approval();
      return lastScript === null ? [] : lineDiff(lastScript, script);
    },
    // Read again, it is the same script in another answer.
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly changed = computed(() => this.diff().some(({ kind }) => kind !== 'same'));
  protected readonly lines = computed<readonly (DiffLine | DiffGap)[]>(() => withContext(this.diff(), around));
  protected readonly summary = computed(() => {
    const { preset, lastScript } = this.approval();
    if (preset === null) return 'Written for this rollout alone.';
    if (lastScript === null) return `${preset} has not run before: all of it is new.`;
    if (!this.changed()) return 'It is the same as what ran last.';
    const count = (kind: DiffLine['kind']): string =>
      formatCount(this.diff().filter((line) => line.kind === kind).length);
    return `Since it ran last: lines added: ${count('added')}, removed: ${count('missing')}.`;
  });
}
