import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core';

export interface Heading {
  title: string;
  /** Set quietly beside the title, such as "128 hosts". */
  detail?: string;
  /** The pages above this one, outermost first. */
  trail?: readonly { label: string; link: string }[];
}

/** What the top bar says about where the user is. */
@Injectable({ providedIn: 'root' })
export class PageHeading {
  private readonly shown = signal<Heading | null>(null);
  readonly current = this.shown.asReadonly();

  set(heading: Heading | null): void {
    this.shown.set(heading);
  }
}

/** Shows a page's heading, kept up to date with the signals it reads, for as long as the page is there. */
export function showHeading(heading: () => Heading): void {
  const pageHeading = inject(PageHeading);
  let last: Heading | null = null;
  effect(() => {
    last = heading();
    pageHeading.set(last);
  });
  inject(DestroyRef).onDestroy(() => {
    // The next page may have set its own already.
    if (pageHeading.current() === last) pageHeading.set(null);
  });
}
