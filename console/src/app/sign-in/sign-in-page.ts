import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import type { LoginRequest, RegisterRequest } from '@hyprbox/contracts';
import type { ApiProblem } from '../core/api/problem';
import { toApiProblem } from '../core/api/problem';
import { Clock } from '../core/clock/clock';
import { Session } from '../core/session/session';
import { outlinedFields } from '../shared/form/outlined-fields';
import { RegisterForm } from './register-form';
import { SignInForm } from './sign-in-form';

/** Sign-in, the first set-up, and taking up an invitation (`/login?invitation=…`). */
@Component({
  selector: 'hb-sign-in-page',
  imports: [MatButton, RegisterForm, SignInForm],
  providers: [outlinedFields],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.scss',
})
export class SignInPage {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);

  /** The address to come back to. */
  readonly next = input<string>();
  readonly invitation = input<string>();

  protected readonly registering = linkedSignal(() => this.invitation() !== undefined);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly sessionEnded = this.session.endedByServer;

  private readonly waitUntil = signal(0);
  /** Whole seconds until the server listens again after a 429. */
  protected readonly waitSeconds = computed(() => {
    const left = Math.max(0, Math.ceil((this.waitUntil() - this.clock.now()) / 1000));
    // The clock moves once a second and may lie behind the moment of the answer.
    return Math.min(left, this.problem()?.retryAfterSeconds ?? left);
  });
  protected readonly blocked = computed(() => this.busy() || this.waitSeconds() > 0);

  constructor() {
    void this.skipIfSignedIn();
  }

  protected showRegistering(registering: boolean): void {
    this.registering.set(registering);
    this.problem.set(null);
  }

  protected signIn(request: LoginRequest): Promise<void> {
    return this.attempt(() => this.session.signIn(request));
  }

  protected register(request: RegisterRequest): Promise<void> {
    return this.attempt(() => this.session.register(request));
  }

  protected async skipIfSignedIn(): Promise<void> {
    this.problem.set(null);
    try {
      if ((await this.session.load()) !== null) await this.proceed();
    } catch (error) {
      this.problem.set(toApiProblem(error));
    }
  }

  private async attempt(call: () => Promise<void>): Promise<void> {
    if (this.blocked()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await call();
      await this.proceed();
    } catch (error) {
      const problem = toApiProblem(error);
      this.problem.set(problem);
      if (problem.retryAfterSeconds !== null) this.waitUntil.set(Date.now() + problem.retryAfterSeconds * 1000);
    } finally {
      this.busy.set(false);
    }
  }

  private async proceed(): Promise<void> {
    const next = this.next();
    // Only the console's own pages: the address may have been made by someone else.
    await this.router.navigateByUrl(next?.startsWith('/dashboard') ? next : '/dashboard');
  }
}
