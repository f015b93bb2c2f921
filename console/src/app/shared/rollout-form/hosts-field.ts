import { Component, computed, input, model } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { HostPicker } from '../host-picker/host-picker';
import { SelectorField } from '../selector/selector-field';
import type { SelectorForm } from '../selector/selector-form';

/** How the hosts are chosen: one by one from a list, or by a selector. */
export type HostsMode = 'picked' | 'selected';

/** Which hosts something is run on. */
@Component({
  selector: 'hb-hosts-field',
  imports: [HostPicker, MatButtonToggle, MatButtonToggleGroup, SelectorField],
  template: `
    <mat-button-toggle-group
      hideSingleSelectionIndicator
      aria-label="How to choose hosts"
      [value]="mode()"
      (change)="mode.set($event.value)"
    >
      <mat-button-toggle value="picked">From a list</mat-button-toggle>
      <mat-button-toggle value="selected">By a selector</mat-button-toggle>
    </mat-button-toggle-group>
    @switch (mode()) {
      @case ('picked') {
        <hb-host-picker [(chosen)]="picked" [attr.data-fault]="noneIsPicked() ? '' : null" />
        @if (showFaults() && noneIsPicked()) {
          <p class="failed" role="alert">Choose at least one host.</p>
        }
      }
      @case ('selected') {
        <hb-selector-field [form]="selector()" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 14px;
      min-width: 0;
    }
    mat-button-toggle-group {
      align-self: flex-start;
    }
    .failed {
      color: var(--hb-critical-text);
    }
  `,
})
export class HostsField {
  readonly mode = model.required<HostsMode>();
  /** Ids of the hosts that were picked. */
  readonly picked = model.required<readonly string[]>();
  readonly selector = input.required<SelectorForm>();
  /** Whether it is said when none is picked. */
  readonly showFaults = input(false);

  protected readonly noneIsPicked = computed(() => this.picked().length === 0);
}
