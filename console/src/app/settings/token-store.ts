import { computed, inject, Injectable } from '@angular/core';
import type { NodeToken } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { TokensApi } from '../core/api/tokens.api';
import { PagedList } from '../core/paging/paged-list';

/** The node tokens of the fleet, those in force before those revoked. */
@Injectable()
export class TokenStore {
  private readonly api = inject(TokensApi);
  /** The pages of it, in the order of the server. */
  readonly list = new PagedList<NodeToken>({ pageSize: limits.pageMax });

  /** Null while they are being loaded. */
  readonly tokens = computed(() => {
    const tokens = this.list.items();
    if (tokens === null) return null;
    return [
      ...tokens.filter((token) => token.revokedAt === null),
      ...tokens.filter((token) => token.revokedAt !== null),
    ];
  });

  load(): void {
    this.list.show((page) => this.api.list(page));
  }

  add(token: NodeToken): void {
    // The answer that is under way may be from before it.
    if (this.list.items() === null) this.load();
    else this.list.update((tokens) => [token, ...tokens]);
  }

  async revoke(id: string): Promise<void> {
    await firstValueFrom(this.api.revoke(id), { defaultValue: undefined });
    const revokedAt = new Date().toISOString();
    this.list.update((tokens) => tokens.map((token) => (token.id === id ? { ...token, revokedAt } : token)));
  }
}
