import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Observable } from 'rxjs';

const storageKey = 'hb-session-changed';

/** Tells the browser's other tabs of this console that someone signed in or out: they share the cookie. */
@Injectable({ providedIn: 'root' })
export class OtherTabs {
  private readonly window = inject(DOCUMENT).defaultView;

  /** Another tab has signed in or out. */
  readonly changed = new Observable<void>((observer) => {
    // The browser tells of a write only the documents that did not make it.
    const stored = ({ key }: StorageEvent): void => {
      if (key === storageKey) observer.next();
    };
    this.window?.addEventListener('storage', stored);
    return () => this.window?.removeEventListener('storage', stored);
  });

  tell(): void {
    try {
      this.window?.localStorage.setItem(storageKey, new Date().toISOString());
    } catch {
      // Storage is blocked: the other tabs find out with their next call.
    }
  }
}
