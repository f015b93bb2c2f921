import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import type { LoginRequest, RegisterRequest } from '@hyprbox/contracts';
import type { ApiProblem } from '../core/api/problem';
import { isAway, toApiProblem } from '../core/api/problem';
import { Clock } from '../core/clock/clock';
import { pollWhileVisible } from '../core/live/poll';
import { OtherTabs } from '../core/session/other-tabs';
import { Session } from '../core/session/session';
import { outlinedFields } from '../shared/form/outlined-fields';
import { isToldAtFields, RegisterForm } from './register-form';
import { SignInForm } from './sign-in-form';

/** Seconds between two tries while the server does not answer. */
const awayRetrySeconds = 5;

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

  /** The server could not be asked who is signed in, so there is nothing to fill in yet. */
  protected readonly away = signal(false);
  private readonly asking = signal(false);
  /** Whoever is signed in and has come to take up an invitation. */
  protected readonly signedInAs = computed(() => {
    const user = this.session.user();
    return this.invitation() === undefined || user === null ? null : user.name || user.email;
  });

  constructor() {
    void this.skipIfSignedIn();
    pollWhileVisible(awayRetrySeconds, () => {
      if (this.away()) void this.skipIfSignedIn();
    });
    // Signed in beside this tab: the cookie is the same.
    inject(OtherTabs)
      .changed.pipe(takeUntilDestroyed())
      .subscribe(() => void this.skipIfSignedIn());
  }

  /** What is told above the form: nothing that its fields tell better. */
  protected readonly toldProblem = computed(() => {
    const problem = this.problem();
    return problem !== null && this.registering() && isToldAtFields(problem) ? null : problem;
  });
  protected readonly wrongCode = computed(() => this.problem()?.code === 'WRONG_SETUP_CODE');
  protected readonly problemTitle = computed(() =>
    this.wrongCode() ? 'This is not the setup code' : this.refusalTitle(),
  );
  protected readonly problemDetail = computed(() =>
    this.wrongCode()
      ? 'Copy it from the newest start in the server’s log, where it stands in a line of its own; each start makes a new one.'
      : (this.problem()?.detail ?? ''),
  );

  /** "Forbidden" says nothing to somebody who has no account yet. */
  private refusalTitle(): string {
    const problem = this.problem();
    if (problem === null) return '';
    return problem.kind === 'forbidden' ? 'You cannot register with this' : problem.title;
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
    if (this.asking() || this.busy()) return;
    this.asking.set(true);
    try {
      const user = await this.session.load();
      if (this.away()) this.problem.set(null);
      this.away.set(false);
      if (user !== null && this.invitation() === undefined) await this.proceed();
    } catch (error) {
      this.problem.set(toApiProblem(error));
      this.away.set(isAway(error));
    } finally {
      this.asking.set(false);
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
