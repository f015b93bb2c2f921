import { Component, computed, effect, input, linkedSignal, untracked } from '@angular/core';
import type { FormControl } from '@angular/forms';
import { ReactiveFormsModule } from '@angular/forms';
import type { PresetDescription, VariableValues } from '@hyprbox/contracts';
import { VariablesControl } from '../../shared/preset-variables/variables-control';

/** The form as those see it who run the preset; its values make the script that is shown. */
@Component({
  selector: 'hb-form-preview',
  imports: [ReactiveFormsModule, VariablesControl],
  template: `
    @if (shown(); as preset) {
      @if (described() === null) {
        <p class="old" role="status">The front matter can’t be read now: this is the form as it was.</p>
      }
      <h2>{{ preset.title }}</h2>
      <p class="quiet">{{ preset.description }}</p>
      <hb-variables-control [formControl]="values()" [variables]="variables()" [showFaults]="true" />
      @if (variables().length === 0) {
        <p class="quiet">It asks for nothing.</p>
      }
    } @else {
      <p class="quiet" role="status">The form is shown once the front matter can be read.</p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 10px;
      padding: 14px 16px;
      overflow: auto;
    }
    .quiet {
      color: var(--hb-text-secondary);
      white-space: pre-line;
    }
    .old {
      color: var(--hb-warning-text);
    }
  `,
})
export class FormPreview {
  /** Null while the front matter can't be read. */
  readonly described = input.required<PresetDescription | null>();
  readonly values = input.required<FormControl<VariableValues>>();

  protected readonly shown = linkedSignal<PresetDescription | null, PresetDescription | null>({
    source: this.described,
    computation: (now, before) => now ?? before?.value ?? null,
  });
  /** The same ones in another answer must not build the form anew. */
  protected readonly variables = computed(() => this.shown()?.variables ?? [], {
    equal: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });

  constructor() {
    effect(() => {
      this.variables();
      // A form that is built anew begins with what was filled in before.
      untracked(() => {
        const control = this.values();
        control.setValue(control.value, { emitEvent: false });
      });
    });
  }
}
