import { inject, Injectable } from '@angular/core';
import { Session } from '../../core/session/session';

/** What was typed and not saved, and what it was begun from. */
export interface UnsavedText {
  readonly text: string;
  readonly basedOn: number;
  readonly revision: number;
}

/**
 * Keeps what stands in the editor and is not saved, in the browser's storage: it is there again after a reload, a closed
 * tab, a session that ended, a server that was away. Each user finds only their own.
 */
@Injectable({ providedIn: 'root' })
export class UnsavedTexts {
  private readonly session = inject(Session);

  /** @returns whether it is kept: storage may be full, or blocked */
  keep(preset: string, unsaved: UnsavedText): boolean {
    const key = this.keyOf(preset);
    if (key === null) return false;
    try {
      localStorage.setItem(key, JSON.stringify(unsaved));
      return true;
    } catch {
      return false;
    }
  }

  find(preset: string): UnsavedText | null {
    const key = this.keyOf(preset);
    if (key === null) return null;
    try {
      return unsavedTextOf(JSON.parse(localStorage.getItem(key) ?? 'null'));
    } catch {
      return null;
    }
  }

  discard(preset: string): void {
    const key = this.keyOf(preset);
    if (key === null) return;
    try {
      localStorage.removeItem(key);
    } catch {
      // Storage is blocked: nothing was kept either.
    }
  }

  private keyOf(preset: string): string | null {
    const user = this.session.user();
    return user === null ? null : `hb-unsaved/${user.id}/${preset}`;
  }
}

/** Whatever stands in the storage may be another version's. */
function unsavedTextOf(kept: unknown): UnsavedText | null {
  if (typeof kept !== 'object' || kept === null) return null;
  if (!('text' in kept) || !('basedOn' in kept) || !('revision' in kept)) return null;
  const { text, basedOn, revision } = kept;
  if (typeof text !== 'string' || typeof basedOn !== 'number' || typeof revision !== 'number') return null;
  return { text, basedOn, revision };
}
