import { Component, input } from '@angular/core';
import type { Submission } from '../../shared/form/submission';

/** Beside the button that saves a part of the settings: whether it is saved, or why not. */
@Component({
  selector: 'hb-save-state',
  host: { role: 'status' },
  template: `
    @if (submission().problem(); as problem) {
      <span class="problem">
        Not saved: {{ problem.detail }}
        @for (fault of problem.faults; track $index) {
          {{ fault.detail }}.
        }
      </span>
    } @else if (unsaved()) {
      <span class="quiet">Not saved yet.</span>
    } @else if (done()) {
      Saved.
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .quiet {
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
    .problem {
      color: var(--hb-critical-text);
    }
  `,
})
export class SaveState {
  readonly submission = input.required<Submission>();
  readonly unsaved = input.required<boolean>();
  readonly done = input.required<boolean>();
}
