import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Session } from '../core/session/session';
import { SingleKeys } from '../core/shortcuts/single-keys';
import { pageGroups } from '../shared/pages/page-groups';

/** Milliseconds after "g" within which the letter of a page counts. */
const secondKeyWithin = 1_500;
/** Where a key is text, or chooses an entry by its first letter. */
const keysAreTheirs = 'input, textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="menu"]';
const pageSearch = 'main input[type="search"]';
/** What opens the search of a page that does not always show it. */
const searchOpener = 'main button[aria-keyshortcuts~="/"]';

/** What a key asks for that the page itself does not know how to do. */
export type Wish = 'palette' | 'sheet' | null;

/** The keys that work on every page; the sheet of shortcuts lists them. */
@Injectable()
export class Shortcuts {
  private readonly document = inject(DOCUMENT);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly singleKeys = inject(SingleKeys);
  /** When "g" was pressed, by the browser's monotonic clock. */
  private goSince = -Infinity;

  /** Takes the key if it is one of ours; then the browser does nothing with it. */
  press(event: KeyboardEvent): Wish {
    if (event.altKey || event.isComposing || event.defaultPrevented) return null;
    if (event.ctrlKey || event.metaKey) {
      if (event.shiftKey || event.key.toLowerCase() !== 'k') return null;
      // Held down it is not the browser's either.
      event.preventDefault();
      return event.repeat ? null : 'palette';
    }
    return !event.repeat && this.isFree(event.target) ? this.pressSingle(event) : null;
  }

  private pressSingle(event: KeyboardEvent): Wish {
    const going = event.timeStamp - this.goSince < secondKeyWithin;
    this.goSince = -Infinity;
    const page = going ? this.pageOf(event.key) : undefined;
    if (page !== undefined) {
      event.preventDefault();
      void this.router.navigateByUrl(page);
      return null;
    }
    switch (event.key) {
      case 'g':
        this.goSince = event.timeStamp;
        return null;
      case '/':
        event.preventDefault();
        return this.focusSearch() ? null : 'palette';
      case '?':
        event.preventDefault();
        return 'sheet';
      default:
        return null;
    }
  }

  private isFree(target: EventTarget | null): boolean {
    if (!this.singleKeys.on()) return false;
    if (target instanceof Element && target.closest(keysAreTheirs) !== null) return false;
    // What is open has a question of its own.
    return this.document.querySelector('.cdk-overlay-container [role$="dialog"]') === null;
  }

  private pageOf(key: string): string | undefined {
    return pageGroups
      .flatMap(({ destinations }) => destinations)
      .find((each) => each.key === key && (each.permission === undefined || this.session.can(each.permission)))?.link;
  }

  private focusSearch(): boolean {
    const search = this.document.querySelector<HTMLInputElement>(pageSearch);
    search?.focus();
    search?.select();
    // One that is folded away takes no focus.
    if (search !== null && search === this.document.activeElement) return true;
    const opener = this.document.querySelector<HTMLElement>(searchOpener);
    opener?.click();
    return opener !== null;
  }
}
