import { Component, inject, signal, viewChild } from '@angular/core';
import { FormGroupDirective, NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AuthApi } from '../core/api/auth.api';
import type { ApiProblem } from '../core/api/problem';
import { toApiProblem } from '../core/api/problem';
import { outlinedFields } from '../shared/form/outlined-fields';

/** Changes the user's own password, which ends their sessions elsewhere. */
@Component({
  selector: 'hb-password-form',
  imports: [MatButton, MatError, MatFormField, MatHint, MatInput, MatLabel, ReactiveFormsModule],
  providers: [outlinedFields],
  templateUrl: './password-form.html',
  styleUrl: './password-form.scss',
})
export class PasswordForm {
  private readonly auth = inject(AuthApi);
  private readonly directive = viewChild.required(FormGroupDirective);

  protected readonly minLength = limits.passwordMinLength;
  protected readonly busy = signal(false);
  protected readonly changed = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly form = inject(NonNullableFormBuilder).group({
    current: ['', Validators.required],
    next: ['', [Validators.required, Validators.minLength(limits.passwordMinLength)]],
  });

  protected async change(): Promise<void> {
    if (!this.form.valid || this.busy()) return;
    this.busy.set(true);
    this.changed.set(false);
    this.problem.set(null);
    try {
      await firstValueFrom(this.auth.changePassword(this.form.getRawValue()), { defaultValue: undefined });
      // Also forgets that the form was submitted: empty fields are no mistake now.
      this.directive().resetForm();
      this.changed.set(true);
    } catch (error) {
      this.problem.set(toApiProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
