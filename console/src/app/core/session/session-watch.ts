import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { isAway } from '../api/problem';
import { pollWhileVisible } from '../live/poll';
import { OtherTabs } from './other-tabs';
import { Session } from './session';

/** Seconds between two looks; while the server does not answer, and otherwise. */
const lookEvery = { away: 5, usually: 15 } as const;

/**
 * Looks after the session on pages that ask the server for nothing by themselves: that it still holds, whose it is and
 * as what, and whether the server answers at all. Provided with the shell, for as long as someone is signed in.
 */
@Injectable()
export class SessionWatch {
  private readonly session = inject(Session);
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly unanswered = signal<number | null>(null);
  private lookedAt = Date.now();
  private looking = false;

  /** When the server was last heard before it stopped answering, in milliseconds of the browser's clock; null while it answers. */
  readonly awaySince = this.unanswered.asReadonly();
  private heardAt = Date.now();

  constructor() {
    const owner = inject(DestroyRef);
    pollWhileVisible(lookEvery.away, () => {
      const seconds = this.unanswered() === null ? lookEvery.usually : lookEvery.away;
      // Timers are a little early at times.
      if (Date.now() - this.lookedAt > (seconds - 1) * 1000) void this.look();
    });
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
    this.lookedAt = Date.now();
    try {
      const found = await this.session.check();
      this.heardAt = Date.now();
      this.unanswered.set(null);
      // What stands on the page was read as someone else.
      if (found === 'another') this.window?.location.reload();
    } catch (error) {
      // Any other refusal is an answer, too.
      if (isAway(error)) this.unanswered.update((since) => since ?? this.heardAt);
    } finally {
      this.looking = false;
    }
  }
}
