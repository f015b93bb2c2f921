import { Component, inject, input, output } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { LoginRequest } from '@hyprbox/contracts';

@Component({
  selector: 'hb-sign-in-form',
  imports: [MatButton, MatError, MatFormField, MatInput, MatLabel, ReactiveFormsModule],
  template: `
    <form [formGroup]="form" (ngSubmit)="submit()">
      <mat-form-field hideRequiredMarker>
        <mat-label>E-mail</mat-label>
        <input matInput type="email" formControlName="email" autocomplete="username" />
        <mat-error>Enter the e-mail address of your account.</mat-error>
      </mat-form-field>
      <mat-form-field hideRequiredMarker>
        <mat-label>Password</mat-label>
        <input matInput type="password" formControlName="password" autocomplete="current-password" />
        <mat-error>Enter your password.</mat-error>
      </mat-form-field>
      <button matButton="filled" type="submit" [disabled]="blocked()" disabledInteractive>Sign in</button>
    </form>
  `,
  styleUrl: './credentials-form.scss',
})
export class SignInForm {
  readonly blocked = input(false);
  readonly signIn = output<LoginRequest>();

  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required, Validators.email]],
    password: ['', Validators.required],
  });

  protected submit(): void {
    if (this.form.valid && !this.blocked()) this.signIn.emit(this.form.getRawValue());
  }
}
