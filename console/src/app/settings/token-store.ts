import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { NodeToken } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import { TokensApi } from '../core/api/tokens.api';

/** The node tokens of the fleet, those in force before those revoked. */
@Injectable()
export class TokenStore {
  private readonly api = inject(TokensApi);
  private readonly loaded = signal<readonly NodeToken[] | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly fault = signal<unknown>(null);
  private request: Subscription | null = null;

  /** Null while they are being loaded. */
  readonly tokens = computed(() => {
    const tokens = this.loaded();
    if (tokens === null) return null;
    return [
      ...tokens.filter((token) => token.revokedAt === null),
      ...tokens.filter((token) => token.revokedAt !== null),
    ];
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

  add(token: NodeToken): void {
    this.loaded.update((tokens) => [token, ...(tokens ?? [])]);
  }

  async revoke(id: string): Promise<void> {
    await firstValueFrom(this.api.revoke(id), { defaultValue: undefined });
    const revokedAt = new Date().toISOString();
    this.loaded.update((tokens) => tokens?.map((token) => (token.id === id ? { ...token, revokedAt } : token)) ?? null);
  }

  private ask(cursor: string | null): void {
    this.request?.unsubscribe();
    this.request = this.api.list({ limit: limits.pageMax, cursor }).subscribe({
      next: (page) => {
        this.loaded.update((tokens) => [...(cursor === null ? [] : (tokens ?? [])), ...page.items]);
        this.cursor.set(page.nextCursor);
        this.fault.set(null);
      },
      error: (error: unknown) => this.fault.set(error),
    });
  }
}
