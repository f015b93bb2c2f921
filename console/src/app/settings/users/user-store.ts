import { computed, inject, Injectable, signal } from '@angular/core';
import type { UpdateUserRequest, UserAccount } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { UsersApi } from '../../core/api/users.api';
import { PagedList } from '../../core/paging/paged-list';

/** An account, and whether a change of it is under way. */
export type ListedUser = UserAccount & { readonly changing: boolean };

/** The accounts of this server, oldest first, with the changes that are under way laid over them. */
@Injectable()
export class UserStore {
  private readonly api = inject(UsersApi);
  private readonly changes = signal<ReadonlyMap<string, UpdateUserRequest>>(new Map());
  /** The pages of it, as they are without the changes. */
  readonly list = new PagedList<UserAccount>({ pageSize: limits.pageMax });

  /** Null while they are being loaded. */
  readonly users = computed((): readonly ListedUser[] | null => {
    const changes = this.changes();
    return (
      this.list.items()?.map((user) => ({ ...user, ...changes.get(user.id), changing: changes.has(user.id) })) ?? null
    );
  });

  load(): void {
    this.list.show((page) => this.api.list(page));
  }

  /** Fails as the call does; the account is then shown as it was before. */
  async update(id: string, change: UpdateUserRequest): Promise<void> {
    this.changes.update((changes) => new Map([...changes, [id, change]]));
    try {
      const changed = await firstValueFrom(this.api.update(id, change));
      this.list.update((users) => users.map((user) => (user.id === id ? changed : user)));
    } finally {
      this.changes.update((changes) => new Map([...changes].filter(([changing]) => changing !== id)));
    }
  }
}
