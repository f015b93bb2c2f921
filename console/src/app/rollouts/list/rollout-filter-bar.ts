import { Component, computed, inject, input, output } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { adHocPreset, rolloutStates } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { allItems } from '../../core/paging/all-items';
import { healing } from '../../core/recovery/when-recovered';
import { rolloutStateWords } from '../../shared/rollout/rollout-words';
import type { RolloutFilter } from './rollout-filter';
import { noFilter } from './rollout-filter';

/** What the list of rollouts is narrowed to. */
@Component({
  selector: 'hb-rollout-filter-bar',
  // Has the focus of the button that clears the filters, which goes by that.
  host: { tabindex: '-1' },
  imports: [MatButton, MatFormField, MatLabel, MatOption, MatSelect],
  template: `
    <mat-form-field>
      <mat-label>State</mat-label>
      <mat-select [value]="filter().state" (valueChange)="change({ state: $event })">
        <mat-option [value]="null">Any</mat-option>
        @for (state of states; track state) {
          <mat-option [value]="state">{{ words[state] }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <mat-form-field>
      <mat-label>Preset</mat-label>
      <mat-select [value]="filter().preset" (valueChange)="change({ preset: $event })">
        <mat-option [value]="null">Any</mat-option>
        <mat-option [value]="ownScript">Own scripts</mat-option>
        @for (preset of presetNames(); track preset) {
          <mat-option [value]="preset">{{ preset }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <mat-form-field>
      <mat-label>By</mat-label>
      <mat-select [value]="filter().by" (valueChange)="change({ by: $event })">
        <mat-option [value]="null">Anyone</mat-option>
        <mat-option value="me">Me</mat-option>
      </mat-select>
    </mat-form-field>
    @if (anySet()) {
      <button matButton type="button" (click)="changed.emit(none)">Clear filters</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 12px 8px;
      align-items: center;
    }
    mat-form-field {
      flex: 1 1 120px;
      max-width: 190px;
    }
    @media (width < 700px) {
      mat-form-field {
        flex-basis: calc(50% - 4px);
        max-width: none;
      }
    }
  `,
})
export class RolloutFilterBar {
  private readonly presets = inject(PresetsApi);

  readonly filter = input.required<RolloutFilter>();
  readonly changed = output<RolloutFilter>();

  protected readonly none = noFilter;
  protected readonly states = rolloutStates;
  protected readonly words = rolloutStateWords;
  protected readonly ownScript = adHocPreset;
  protected readonly anySet = computed(() => Object.values(this.filter()).some((value) => value !== null));
  private readonly all = healing(rxResource({ stream: () => allItems((page) => this.presets.list(page)) }));
  /** The preset of the address is there, also when it is not known any more. */
  protected readonly presetNames = computed(() => {
    const names = this.all.hasValue() ? this.all.value().map(({ name }) => name) : [];
    const { preset } = this.filter();
    return preset === null || preset === adHocPreset || names.includes(preset) ? names : [preset, ...names];
  });

  protected change(part: Partial<RolloutFilter>): void {
    this.changed.emit({ ...this.filter(), ...part });
  }
}
