import { DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { pollWhileVisible } from '../live/poll';
import { whenRecovered } from '../recovery/when-recovered';
import { OtherTabs } from './other-tabs';
import { Session } from './session';

/** Seconds between two looks. */
const lookEvery = 15;

/**
 * Looks after the session on pages that ask the server for nothing by themselves: that it still holds, whose it is and
 * as what; each look also tells whether the server answers at all. Provided with the shell, for as long as someone is
 * signed in.
 */
@Injectable()
export class SessionWatch {
  private readonly session = inject(Session);
  private readonly window = inject(DOCUMENT).defaultView;
  private looking = false;

  constructor() {
    const owner = inject(DestroyRef);
    pollWhileVisible(lookEvery, () => void this.look());
    whenRecovered(() => void this.look());
    inject(OtherTabs)
      .changed.pipe(takeUntilDestroyed(owner))
      .subscribe(() => void this.look());
    const online = (): void => void this.look();
    this.window?.addEventListener('online', online);
    owner.onDestroy(() => this.window?.removeEventListener('online', online));
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      // What stands on the page was read as someone else.
      if ((await this.session.check()) === 'another') this.window?.location.reload();
    } catch {
      // Every call tells by itself that it was not answered.
    } finally {
      this.looking = false;
    }
  }
}
