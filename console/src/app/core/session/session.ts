import { HttpErrorResponse } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import type { LoginRequest, Permission, RegisterRequest, SignedIn, User } from '@hyprbox/contracts';
import { roleAllows } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AuthApi } from '../api/auth.api';
import { Drafts } from './drafts';
import { OtherTabs } from './other-tabs';

/**
 * Who is signed in. The token itself is only in the HttpOnly cookie: nothing here, nor any script, can read it.
 */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly auth = inject(AuthApi);
  private readonly drafts = inject(Drafts);
  private readonly otherTabs = inject(OtherTabs);
  private readonly current = signal<User | null>(null);
  private readonly interrupted = signal(false);
  private asked: Promise<User | null> | null = null;

  readonly user = this.current.asReadonly();
  readonly role = computed(() => this.current()?.role ?? null);
  /** True from the moment the server refused a session that had been good, until the next sign-in. */
  readonly endedByServer = this.interrupted.asReadonly();

  can(permission: Permission): boolean {
    const role = this.role();
    return role !== null && roleAllows(role, permission);
  }

  /** Asks the server once who the cookie belongs to; null when nobody is signed in. */
  load(): Promise<User | null> {
    this.asked ??= this.fetchUser();
    return this.asked;
  }

  async signIn(request: LoginRequest): Promise<void> {
    this.accept(await firstValueFrom(this.auth.login(request)));
  }

  async register(request: RegisterRequest): Promise<void> {
    this.accept(await firstValueFrom(this.auth.register(request)));
  }

  async signOut(): Promise<void> {
    await firstValueFrom(this.auth.logout());
    this.forget();
    this.drafts.clear();
    this.otherTabs.tell();
  }

  /**
   * Asks the server again who the cookie belongs to. A changed name or role is taken over; a session that has ended is
   * noticed as with every call. Fails when the server does not answer.
   */
  async check(): Promise<'same' | 'another' | 'nobody'> {
    const user = await firstValueFrom(this.auth.me()).catch((error: unknown) => {
      if (error instanceof HttpErrorResponse && error.status === 401) return null;
      throw error;
    });
    const known = this.current();
    if (user === null || known === null) return 'nobody';
    if (user.id !== known.id) return 'another';
    if (user.role !== known.role || user.name !== known.name || user.email !== known.email) this.current.set(user);
    return 'same';
  }

  /** The server no longer accepts the session. What was typed stays in the drafts for the next sign-in. */
  end(): void {
    if (this.current() !== null) this.interrupted.set(true);
    this.forget();
  }

  private async fetchUser(): Promise<User | null> {
    try {
      const user = await firstValueFrom(this.auth.me());
      this.current.set(user);
      this.drafts.ownedBy(user.id);
      return user;
    } catch (error) {
      // The next navigation asks again: the cookie may be another's by then, the server may be back.
      this.asked = null;
      if (error instanceof HttpErrorResponse && error.status === 401) return null;
      throw error;
    }
  }

  private accept({ user }: SignedIn): void {
    this.drafts.ownedBy(user.id);
    this.current.set(user);
    this.asked = Promise.resolve(user);
    this.interrupted.set(false);
    this.otherTabs.tell();
  }

  private forget(): void {
    this.current.set(null);
    this.asked = null;
  }
}
