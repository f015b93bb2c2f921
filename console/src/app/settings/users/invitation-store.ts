import { computed, inject, Injectable, signal } from '@angular/core';
import type { Invitation } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { UsersApi } from '../../core/api/users.api';
import { PagedList } from '../../core/paging/paged-list';

/** The invitations that can still be accepted, newest first, without those whose withdrawal is under way. */
@Injectable()
export class InvitationStore {
  private readonly api = inject(UsersApi);
  private readonly leaving = signal<ReadonlySet<string>>(new Set());
  /** The pages of it, with those that are leaving. */
  readonly list = new PagedList<Invitation>({ pageSize: limits.pageMax });

  readonly invitations = computed(() => (this.list.items() ?? []).filter(({ id }) => !this.leaving().has(id)));

  load(): void {
    this.list.show((page) => this.api.invitations(page));
  }

  /** One was just made. What is shown stays until the answer comes. */
  reload(): void {
    this.list.reload();
  }

  /** Fails as the call does; the invitation is then shown again. */
  async withdraw(id: string): Promise<void> {
    this.leaving.update((ids) => new Set([...ids, id]));
    try {
      await firstValueFrom(this.api.withdrawInvitation(id), { defaultValue: undefined });
      this.list.update((invitations) => invitations.filter((invitation) => invitation.id !== id));
    } finally {
      this.leaving.update((ids) => new Set([...ids].filter((leaving) => leaving !== id)));
    }
  }
}
