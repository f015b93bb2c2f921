import { Component, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { map, startWith, switchMap } from 'rxjs';
import type { StartForm } from './start-form';

/** Starts now, or at a time. */
@Component({
  selector: 'hb-start-field',
  imports: [MatError, MatFormField, MatInput, MatLabel, MatRadioButton, MatRadioGroup, ReactiveFormsModule],
  template: `
    <ng-container [formGroup]="form()">
      <mat-radio-group aria-label="When it starts" formControlName="when">
        <mat-radio-button value="now">Start now</mat-radio-button>
        <mat-radio-button value="later">Start at a time</mat-radio-button>
      </mat-radio-group>
      @if (later()) {
        <mat-form-field>
          <mat-label>Starts at</mat-label>
          <input matInput type="datetime-local" formControlName="at" />
          <mat-error>{{ form().controls.at.getError('fault') }}</mat-error>
        </mat-form-field>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      align-items: center;
    }
    mat-radio-group {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
    }
    mat-form-field {
      max-width: 240px;
    }
  `,
})
export class StartField {
  readonly form = input.required<StartForm>();

  protected readonly later = toSignal(
    toObservable(this.form).pipe(
      switchMap(({ controls: { when } }) =>
        when.valueChanges.pipe(
          startWith(null),
          map(() => when.value === 'later'),
        ),
      ),
    ),
    { initialValue: false },
  );
}
