import { Injectable } from '@angular/core';

/**
 * What was typed into a form and not yet sent, by the form's own key, so that a session that ends in between costs
 * nobody their work. In memory only: drafts may hold names of hosts and secrets' locations.
 */
@Injectable({ providedIn: 'root' })
export class Drafts {
  private readonly kept = new Map<string, unknown>();
  private owner: string | null = null;

  keep(key: string, value: unknown): void {
    this.kept.set(key, value);
  }

  /** The caller knows the shape that it kept under the key and must check what it gets. */
  find(key: string): unknown {
    return this.kept.get(key);
  }

  discard(key: string): void {
    this.kept.delete(key);
  }

  /** Another user must not find them. */
  ownedBy(userId: string): void {
    if (this.owner !== null && this.owner !== userId) this.kept.clear();
    this.owner = userId;
  }

  clear(): void {
    this.kept.clear();
    this.owner = null;
  }
}
