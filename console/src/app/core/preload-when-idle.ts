import { Injectable } from '@angular/core';
import type { PreloadingStrategy, Route } from '@angular/router';
import type { Observable } from 'rxjs';
import { catchError, EMPTY, switchMap, timer } from 'rxjs';

/** Milliseconds after the first page is there, which has its own data to fetch first. */
const firstPagePause = 3_000;
/** Milliseconds between two pages: all of them at once would keep the browser from what somebody does meanwhile. */
const pagePause = 100;

/**
 * Fetches the other pages' code beforehand: they open at once, and also while the server is away. Not in a browser that is
 * told to save data.
 */
@Injectable({ providedIn: 'root' })
export class PreloadWhenIdle implements PreloadingStrategy {
  private turn = 0;

  preload(_route: Route, load: () => Observable<unknown>): Observable<unknown> {
    if (savesData()) return EMPTY;
    const now = Date.now();
    this.turn = Math.max(now + firstPagePause, this.turn + pagePause);
    return timer(this.turn - now).pipe(
      switchMap(load),
      // The server is away: the page is fetched when somebody goes to it.
      catchError(() => EMPTY),
    );
  }
}

/** Whether the user asks for as little to be fetched as will do. Firefox and Safari do not tell. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
