import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { RenderedPreset } from '@hyprbox/contracts';
import type { ApiProblem } from '../../core/api/problem';
import { ScriptView } from '../../shared/script-view/script-view';

/** The script that a job would run; until the form allows that, what was written for it. */
@Component({
  selector: 'hb-script-preview',
  imports: [MatButton, ScriptView],
  template: `
    <div class="head">
      <h2>Script</h2>
      <span class="state" role="status">{{ words() }}</span>
    </div>
    @if (failed(); as problem) {
      <p class="failed" role="alert">
        {{ problem.title }}. {{ problem.detail }}
        <button matButton type="button" (click)="retry.emit()">Try again</button>
      </p>
    }
    @if (rendered(); as script) {
      <hb-script-view [class.old]="freshness() !== 'current'" [script]="script.script" [sha256]="script.sha256" />
    } @else {
      <hb-script-view [script]="written()" [sha256]="null" />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      overflow: hidden;
    }
    .head {
      display: flex;
      gap: 12px;
      align-items: baseline;
      justify-content: space-between;
      padding: 12px 14px 4px;
    }
    .state {
      color: var(--hb-text-secondary);
      font-size: 12px;
    }
    .failed {
      padding: 12px 14px;
    }
    .failed {
      color: var(--hb-critical-text);
    }
    hb-script-view {
      flex: 1;
      transition: opacity var(--hb-motion);
    }
    /* No paler: every colour of the script must stay readable. */
    .old {
      opacity: 0.9;
    }
  `,
})
export class ScriptPreview {
  readonly rendered = input.required<RenderedPreset | null>();
  /** The preset's own bash and the functions that it uses. */
  readonly written = input.required<string>();
  readonly freshness = input.required<'incomplete' | 'rendering' | 'current'>();
  readonly problem = input.required<ApiProblem | null>();
  readonly retry = output();

  /** A value that the server refused is shown at its field. */
  protected readonly failed = computed(() => {
    const problem = this.problem();
    return problem !== null && problem.kind !== 'invalid' ? problem : null;
  });

  protected readonly words = computed(() => {
    if (this.problem() !== null) return 'Not rendered';
    switch (this.freshness()) {
      case 'incomplete':
        return this.rendered() === null
          ? 'Complete the fields to see all that will run'
          : 'Not up to date: a field is not valid';
      case 'rendering':
        return 'Rendering…';
      case 'current':
        return 'As it will run';
    }
  });
}
