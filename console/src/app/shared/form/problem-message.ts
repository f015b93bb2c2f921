import { Component, input } from '@angular/core';
import type { ApiProblem } from '../../core/api/problem';

/** Why something that was sent from a dialog did not go through, said at once also to a screen reader. */
@Component({
  selector: 'hb-problem-message',
  template: `<strong>{{ problem().title }}.</strong> {{ fault() ?? problem().detail }}`,
  host: { role: 'alert' },
  styles: `
    :host {
      display: block;
      padding: 10px 12px;
      background: var(--hb-critical-soft);
      border-radius: var(--hb-radius-control);
    }
    strong {
      color: var(--hb-critical-text);
    }
  `,
})
export class ProblemMessage {
  readonly problem = input.required<ApiProblem>();
  /** What the server has against a field, if that says more than the whole. */
  readonly fault = input<string | null>(null);
}
