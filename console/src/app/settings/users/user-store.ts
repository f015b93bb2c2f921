import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { UpdateUserRequest, UserAccount } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import { UsersApi } from '../../core/api/users.api';

/** An account, and whether a change of it is under way. */
export type ListedUser = UserAccount & { readonly changing: boolean };

/** The accounts of this server, oldest first, with the changes that are under way laid over them. */
@Injectable()
export class UserStore {
  private readonly api = inject(UsersApi);
  private readonly loaded = signal<readonly UserAccount[] | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly fault = signal<unknown>(null);
  private readonly changes = signal<ReadonlyMap<string, UpdateUserRequest>>(new Map());
  private request: Subscription | null = null;

  /** Null while they are being loaded. */
  readonly users = computed((): readonly ListedUser[] | null => {
    const changes = this.changes();
    return this.loaded()?.map((user) => ({ ...user, ...changes.get(user.id), changing: changes.has(user.id) })) ?? null;
  });
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly error = this.fault.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.request?.unsubscribe());
  }

  load(): void {
    this.loaded.set(null);
    this.fault.set(null);
    this.ask(null);
  }

  showMore(): void {
    this.ask(this.cursor());
  }

  /** Fails as the call does; the account is then shown as it was before. */
  async update(id: string, change: UpdateUserRequest): Promise<void> {
    this.changes.update((changes) => new Map([...changes, [id, change]]));
    try {
      const changed = await firstValueFrom(this.api.update(id, change));
      this.loaded.update((users) => users?.map((user) => (user.id === id ? changed : user)) ?? null);
    } finally {
      this.changes.update((changes) => new Map([...changes].filter(([changing]) => changing !== id)));
    }
  }

  private ask(cursor: string | null): void {
    this.request?.unsubscribe();
    this.request = this.api.list({ limit: limits.pageMax, cursor }).subscribe({
      next: (page) => {
        this.loaded.update((users) => [...(cursor === null ? [] : (users ?? [])), ...page.items]);
        this.cursor.set(page.nextCursor);
        this.fault.set(null);
      },
      error: (error: unknown) => this.fault.set(error),
    });
  }
}
