import { Component, DOCUMENT, inject, signal } from '@angular/core';
import type { NavigationError } from '@angular/router';
import { RedirectCommand, Router } from '@angular/router';
import { pollWhileVisible } from '../core/live/poll';

/** Seconds between two looks whether the server is back. */
const lookSeconds = 5;

/**
 * In place of a page whose code could not be fetched: the server is away, or has a newer console. It is part of the first
 * load itself and small for that, without Material.
 */
@Component({
  selector: 'hb-not-loaded-page',
  template: `
    <main role="alert" tabindex="-1">
      <h1>This page could not be loaded</h1>
      <p>
        @if (away()) {
          The server cannot be reached. The page opens by itself as soon as it answers.
        } @else {
          The console may have been updated since you opened it.
        }
      </p>
      <button type="button" (click)="open()">Try again</button>
    </main>
  `,
  styles: `
    main {
      display: flex;
      flex-direction: column;
      gap: 12px;
      align-items: center;
      justify-content: center;
      min-height: 100vh;
      padding: 24px;
      text-align: center;
    }
    h1 {
      font-size: 15px;
    }
    p {
      max-width: 52ch;
      color: var(--hb-text-secondary);
    }
    button {
      padding: 8px 14px;
      font: inherit;
      color: var(--hb-text);
      cursor: pointer;
      background: none;
      border: 1px solid var(--hb-line-strong);
      border-radius: var(--hb-radius-control);
    }
  `,
})
export class NotLoadedPage {
  private readonly location = inject(DOCUMENT).location;
  protected readonly away = signal(false);

  constructor() {
    void this.look();
    pollWhileVisible(lookSeconds, () => {
      if (this.away()) void this.look();
    });
  }

  /** From the server, at the address of the page that was meant. */
  protected open(): void {
    this.location.reload();
  }

  private async look(): Promise<void> {
    const wasAway = this.away();
    const { ok } = await fetch('/healthz', { cache: 'no-store' }).catch(() => ({ ok: false }));
    this.away.set(!ok);
    if (ok && wasAway) this.open();
  }
}

/** Shows {@link NotLoadedPage} at the address of the page that failed. */
export function showNotLoaded({ url }: NavigationError): RedirectCommand {
  const router = inject(Router);
  return new RedirectCommand(router.createUrlTree(['/not-loaded']), { browserUrl: url });
}
