import { Component, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { PresetsApi } from '../../core/api/presets.api';
import { FailureState } from '../../shared/page-state/failure-state';
import { PresetUses } from './preset-uses';

/** What goes on with the next version of a preset. */
@Component({
  selector: 'hb-preset-uses-card',
  imports: [FailureState, PresetUses],
  template: `
    <h2>Used by</h2>
    @if (uses.hasValue()) {
      @let known = uses.value();
      @if (known.items.length > 0) {
        <hb-preset-uses [uses]="known" />
      } @else {
        <p>Nothing names it: no schedule, no alert rule, no backup policy.</p>
      }
    } @else if (uses.error(); as error) {
      <hb-failure-state [error]="error" (retry)="uses.reload()" />
    } @else {
      <div role="status">
        <span class="hb-visually-hidden">Loading what uses it</span>
        <div class="hb-skeleton block"></div>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    h2 {
      margin-bottom: 8px;
    }
    p {
      color: var(--hb-text-secondary);
    }
    .block {
      display: block;
      height: 40px;
    }
  `,
})
export class PresetUsesCard {
  private readonly api = inject(PresetsApi);

  readonly name = input.required<string>();
  /** The current version: what is wrong with the values of its uses may change with it. */
  readonly version = input.required<number>();

  protected readonly uses = rxResource({
    params: () => ({ name: this.name(), version: this.version() }),
    stream: ({ params }) => this.api.uses(params.name),
  });
}
