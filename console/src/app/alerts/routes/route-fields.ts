import type { ElementRef } from '@angular/core';
import { Component, input, viewChild } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { alertKinds, alertLimits, alertSeverities } from '@hyprbox/contracts';
import { kindWords, severityWords } from '../../shared/alerts/alert-words';
import { SelectorField } from '../../shared/selector/selector-field';
import type { RouteForm } from './route-form';
import { stepForm } from './route-form';

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** How long after the step before a further one is told unless something else is said, in seconds. */
const nextStepAfter = 600;

/** One route: which alerts it takes, how they are gathered, and who is told when. */
@Component({
  selector: 'hb-route-fields',
  imports: [
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    ReactiveFormsModule,
    SelectorField,
  ],
  templateUrl: './route-fields.html',
  styleUrls: ['../list-page/editor.scss', './route-fields.scss'],
})
export class RouteFields {
  readonly form = input.required<RouteForm>();
  readonly channels = input.required<readonly Choice[]>();
  readonly rules = input.required<readonly Choice[]>();
  readonly readonly = input(false);

  protected readonly severities = alertSeverities;
  protected readonly severityWords = severityWords;
  protected readonly kinds = alertKinds;
  protected readonly kindWords = kindWords;
  protected readonly stepsMax = alertLimits.steps;

  private readonly name = viewChild.required<ElementRef<HTMLInputElement>>('name');

  /** To its name, as of a route that was just added. */
  focus(): void {
    this.name().nativeElement.focus();
  }

  protected addStep(): void {
    const { steps } = this.form().controls;
    steps.push(stepForm(steps.length * nextStepAfter, []));
  }

  protected removeStep(index: number): void {
    this.form().controls.steps.removeAt(index);
  }
}
