import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { FormControl } from '@angular/forms';
import { ReactiveFormsModule } from '@angular/forms';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption } from '@angular/material/autocomplete';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';

/** Time zones that are suggested at once. */
const zonesMax = 50;

/** The time zone that a schedule is written in. */
@Component({
  selector: 'hb-time-zone-field',
  imports: [
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    MatOption,
    ReactiveFormsModule,
  ],
  template: `
    <mat-form-field>
      <mat-label>Time zone</mat-label>
      <input
        matInput
        autocomplete="off"
        spellcheck="false"
        required
        [formControl]="control()"
        [matAutocomplete]="zoneList"
      />
      <mat-autocomplete #zoneList="matAutocomplete">
        @for (zone of zonesShown(); track zone) {
          <mat-option [value]="zone">{{ zone }}</mat-option>
        }
      </mat-autocomplete>
      <mat-error>{{ control().getError('fault') }}</mat-error>
    </mat-form-field>
  `,
  styles: `
    :host {
      display: block;
    }
    mat-form-field {
      width: 100%;
    }
  `,
})
export class TimeZoneField {
  readonly control = input.required<FormControl<string>>();

  private readonly zones = Intl.supportedValuesOf('timeZone');
  private readonly typed = toSignal(
    toObservable(this.control).pipe(switchMap((each) => each.valueChanges.pipe(startWith(each.value)))),
    { initialValue: '' },
  );
  protected readonly zonesShown = computed(() => {
    const typed = this.typed().toLowerCase();
    const found = this.zones.filter((zone) => zone.toLowerCase().includes(typed));
    return (found.length === 1 && found[0]?.toLowerCase() === typed ? this.zones : found).slice(0, zonesMax);
  });
}
