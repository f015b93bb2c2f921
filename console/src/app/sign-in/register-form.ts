import { Component, effect, inject, input, output } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { RegisterRequest } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { ApiProblem } from '../core/api/problem';

const fieldPointers: readonly string[] = ['/setupCode', '/name', '/email', '/password'];

/** Whether the form's own fields say all that was wrong. */
export function isToldAtFields({ faults }: ApiProblem): boolean {
  return faults.length > 0 && faults.every(({ pointer }) => fieldPointers.includes(pointer));
}

/** The first account, or an invited one. What the server finds wrong with a field is shown at that field. */
@Component({
  selector: 'hb-register-form',
  imports: [MatButton, MatError, MatFormField, MatHint, MatInput, MatLabel, ReactiveFormsModule],
  templateUrl: './register-form.html',
  styleUrl: './credentials-form.scss',
})
export class RegisterForm {
  readonly invitation = input<string>();
  readonly problem = input<ApiProblem | null>(null);
  readonly blocked = input(false);
  readonly register = output<RegisterRequest>();

  protected readonly passwordMinLength = limits.passwordMinLength;
  protected readonly form = inject(NonNullableFormBuilder).group({
    setupCode: ['', Validators.required],
    name: ['', Validators.maxLength(limits.nameLength)],
    email: ['', [Validators.required, Validators.email]],
    password: ['', [Validators.required, Validators.minLength(limits.passwordMinLength)]],
  });

  constructor() {
    effect(() => {
      const code = this.form.controls.setupCode;
      if (this.invitation() === undefined) code.enable();
      else code.disable();
    });
    effect(() => {
      for (const [name, control] of Object.entries(this.form.controls)) {
        const fault = this.problem()?.faultAt(`/${name}`);
        if (fault) {
          control.setErrors({ server: fault });
          control.markAsTouched();
        }
      }
    });
  }

  protected faultOf(name: keyof typeof this.form.controls, otherwise: string): string {
    const fault: unknown = this.form.controls[name].getError('server');
    return typeof fault === 'string' ? fault : otherwise;
  }

  protected submit(): void {
    if (!this.form.valid || this.blocked()) return;
    const { setupCode, name, email, password } = this.form.getRawValue();
    const invitation = this.invitation();
    this.register.emit({
      email,
      password,
      ...(name.trim() ? { name: name.trim() } : {}),
      ...(invitation === undefined ? { setupCode: setupCode.trim() } : { invitation }),
    });
  }
}
