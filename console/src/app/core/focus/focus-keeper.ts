import { afterEveryRender, DOCUMENT, inject, Injectable, Injector } from '@angular/core';
import { afterPaint } from '../drawing/after-paint';

/**
 * Keeps the keyboard's place on the page. A control that leaves the page while it has the focus – the button that cancels
 * a job which has just ended, the last "Load more", a link to another page – leaves the focus on the body, where nothing
 * shows it. It goes to what stands around the place instead: the nearest element that has a `tabindex` (-1 makes one of
 * anything) and can be seen.
 */
@Injectable({ providedIn: 'root' })
export class FocusKeeper {
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);

  /** What had the focus last, and what stood around it, from the inside to the outside. */
  private place: readonly Element[] = [];
  /** The same on the page itself: a dialog or a menu that closes leaves with everything in it. */
  private placeOnPage: readonly Element[] = [];
  private looking = false;

  start(): void {
    this.document.addEventListener('focusin', (event) => this.remember(event.target));
    this.document.addEventListener('focusout', ({ target }) => {
      // A control that is being taken away is still there in this moment. One that is there afterwards was left.
      queueMicrotask(() => {
        // Of a press of Tab this is between two controls, too: within a dialog the place on the page is not left by it.
        if (target === this.place[0] && this.place[0]?.isConnected === true && this.isNowhere()) this.place = [];
      });
    });
    // Who presses beside every control means to leave the one that had the focus.
    this.document.addEventListener('pointerdown', () => this.forget());
    afterEveryRender({ read: () => this.look() }, { injector: this.injector });
  }

  private remember(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const place: Element[] = [];
    for (let element: Element | null = target; element !== null; element = element.parentElement) place.push(element);
    this.place = place;
    if (target.closest('.cdk-overlay-container') === null) this.placeOnPage = place;
  }

  private forget(): void {
    this.place = [];
    this.placeOnPage = [];
  }

  private look(): void {
    if (this.looking || !this.isLost()) return;
    this.looking = true;
    // Whoever took the control away may yet give the focus to another one: a dialog does when it closes. And to move the
    // focus lays the page out, which nobody should have to wait for who has just opened it.
    afterPaint(() => {
      this.looking = false;
      if (this.isLost()) this.land();
    });
  }

  private isLost(): boolean {
    const last = this.place[0];
    return last !== undefined && !last.isConnected && this.isNowhere();
  }

  private isNowhere(): boolean {
    return this.document.activeElement === this.document.body;
  }

  private land(): void {
    // Where the whole page went, as at signing in, the new one takes it.
    const candidates = [...this.place, ...this.placeOnPage, ...this.document.querySelectorAll('main')];
    this.forget();
    for (const element of candidates) {
      if (!element.isConnected || !(element instanceof HTMLElement)) continue;
      if (!element.matches('[tabindex]') || element.offsetHeight === 0) continue;
      element.focus({ preventScroll: true });
      return;
    }
  }
}
