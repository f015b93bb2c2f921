import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { presetOrigins } from '@hyprbox/contracts';
import { originWords } from '../preset-words';
import type { PresetFilter } from './preset-filter';
import { noFilter, presetViews, viewWords } from './preset-filter';

/** What the list of presets is narrowed to. */
@Component({
  selector: 'hb-preset-filter-bar',
  // Has the focus of the button that clears the filters, which goes by that.
  host: { tabindex: '-1' },
  imports: [MatButton, MatFormField, MatLabel, MatOption, MatSelect],
  template: `
    <mat-form-field>
      <mat-label>Origin</mat-label>
      <mat-select [value]="filter().origin" (valueChange)="change({ origin: $event })">
        <mat-option [value]="null">Any</mat-option>
        @for (origin of origins; track origin) {
          <mat-option [value]="origin">{{ originWords[origin] }}</mat-option>
        }
      </mat-select>
    </mat-form-field>
    <mat-form-field>
      <mat-label>State</mat-label>
      <mat-select [value]="filter().view" (valueChange)="change({ view: $event })">
        <mat-option [value]="null">All but retired</mat-option>
        @for (view of views; track view) {
          <mat-option [value]="view">{{ viewWords[view] }}</mat-option>
        }
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
      flex: 0 1 160px;
    }
    @media (width < 700px) {
      mat-form-field {
        flex: 1 1 calc(50% - 4px);
      }
    }
  `,
})
export class PresetFilterBar {
  readonly filter = input.required<PresetFilter>();
  readonly changed = output<PresetFilter>();

  protected readonly none = noFilter;
  protected readonly origins = presetOrigins;
  protected readonly originWords = originWords;
  protected readonly views = presetViews;
  protected readonly viewWords = viewWords;
  protected readonly anySet = computed(() => Object.values(this.filter()).some((value) => value !== null));

  protected change(part: Partial<PresetFilter>): void {
    this.changed.emit({ ...this.filter(), ...part });
  }
}
