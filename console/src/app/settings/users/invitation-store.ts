import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Invitation } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import { UsersApi } from '../../core/api/users.api';

/** The invitations that can still be accepted, newest first, without those whose withdrawal is under way. */
@Injectable()
export class InvitationStore {
  private readonly api = inject(UsersApi);
  private readonly loaded = signal<readonly Invitation[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly fault = signal<unknown>(null);
  private readonly leaving = signal<ReadonlySet<string>>(new Set());
  private request: Subscription | null = null;

  readonly invitations = computed(() => this.loaded().filter(({ id }) => !this.leaving().has(id)));
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly error = this.fault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  /** What is shown stays until the answer comes. */
  load(): void {
    this.fault.set(null);
    this.ask(null);
  }

  showMore(): void {
    this.ask(this.cursor());
  }

  /** Fails as the call does; the invitation is then shown again. */
  async withdraw(id: string): Promise<void> {
    this.leaving.update((ids) => new Set([...ids, id]));
    try {
      await firstValueFrom(this.api.withdrawInvitation(id), { defaultValue: undefined });
      this.loaded.update((invitations) => invitations.filter((invitation) => invitation.id !== id));
    } finally {
      this.leaving.update((ids) => new Set([...ids].filter((leaving) => leaving !== id)));
    }
  }

  private ask(cursor: string | null): void {
    this.request?.unsubscribe();
    this.request = this.api.invitations({ limit: limits.pageMax, cursor }).subscribe({
      next: (page) => {
        this.loaded.update((shown) => [...(cursor === null ? [] : shown), ...page.items]);
        this.cursor.set(page.nextCursor);
        this.fault.set(null);
      },
      error: (error: unknown) => this.fault.set(error),
    });
  }
}
