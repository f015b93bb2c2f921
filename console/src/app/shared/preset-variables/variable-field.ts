import { Component, computed, input, signal } from '@angular/core';
import type { FormControl } from '@angular/forms';
import { ReactiveFormsModule } from '@angular/forms';
import { MatIconButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { PresetVariable } from '@hyprbox/contracts';
import { Icon } from '../icon/icon';
import { PointedName } from '../pointed-name/pointed-name';
import type { FieldValue } from './variables-form';

/** The field of one variable, by its type. */
@Component({
  selector: 'hb-variable-field',
  imports: [
    Icon,
    MatError,
    MatFormField,
    MatHint,
    MatIconButton,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    MatSuffix,
    PointedName,
    ReactiveFormsModule,
  ],
  templateUrl: './variable-field.html',
  styles: `
    :host,
    mat-form-field {
      display: block;
    }
    .toggle {
      display: flex;
      flex-direction: column;
      gap: 2px;
      padding: 4px 0;
    }
    .hint,
    mat-hint {
      color: var(--hb-text-secondary);
    }
    .hint {
      font-size: 12px;
    }
    .code {
      font-family: var(--hb-font-mono);
    }
  `,
})
export class VariableField {
  readonly variable = input.required<PresetVariable>();
  readonly control = input.required<FormControl<FieldValue>>();

  /** Whether the field has been opened for several lines. */
  private readonly opened = signal(false);

  protected readonly mayHaveLines = computed(() => {
    const { type, pattern } = this.variable();
    return type === 'string' && pattern === undefined;
  });
  /** A value that has lines already is shown with them. */
  protected readonly multiLine = computed(
    () => this.mayHaveLines() && (this.opened() || String(this.control().value).includes('\n')),
  );
  protected readonly hint = computed(() => {
    const { description, type } = this.variable();
    const rule = this.rule();
    if (type === 'secretRef')
      return `${description} env:NAME or file:/path on the host; the secret never leaves it.`.trim();
    return [description, rule].filter(Boolean).join(' ');
  });

  private rule(): string {
    const { type, min, max, required, default: preset } = this.variable();
    const parts: string[] = [];
    if (type === 'int' && min !== undefined && max !== undefined) parts.push(`${min} to ${max}.`);
    else if (type === 'int' && min !== undefined) parts.push(`At least ${min}.`);
    else if (type === 'int' && max !== undefined) parts.push(`At most ${max}.`);
    if (!required && preset !== null && type !== 'string' && type !== 'boolean')
      parts.push(`Left empty: ${String(preset)}.`);
    return parts.join(' ');
  }

  protected openLines(): void {
    this.opened.set(true);
  }
}
