import { Component, inject, signal, viewChild } from '@angular/core';
import { FormGroupDirective, NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AuthApi } from '../core/api/auth.api';
import { outlinedFields } from '../shared/form/outlined-fields';
import { Submission } from '../shared/form/submission';

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
  protected readonly submission = new Submission();
  protected readonly changed = signal(false);
  protected readonly form = inject(NonNullableFormBuilder).group({
    current: ['', Validators.required],
    next: ['', [Validators.required, Validators.minLength(limits.passwordMinLength)]],
  });

  protected async change(): Promise<void> {
    this.changed.set(false);
    const changed = await this.submission.submit(this.form, () =>
      firstValueFrom(this.auth.changePassword(this.form.getRawValue()), { defaultValue: undefined }),
    );
    if (!changed) return;
    // Also forgets that the form was submitted: empty fields are no mistake now.
    this.directive().resetForm();
    this.changed.set(true);
  }
}
