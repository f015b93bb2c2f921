import type { Injector } from '@angular/core';
import { afterNextRender } from '@angular/core';

const fields = ':is(input, textarea, mat-select)';
/** What is wrong and has nothing wrong within it: a field, or fields that are each right but lack something together. */
const faults = ':is(.ng-invalid, [data-fault]):not(:has(.ng-invalid, [data-fault]))';
const foldedHeader = 'mat-expansion-panel-header[aria-expanded="false"]';

/**
 * Once it is drawn, leads whoever tried to save to the first field that needs another look, and unfolds what it is folded
 * away in. What is wrong without Angular's forms knowing it says so by `data-fault`.
 */
export function focusFirstFault(form: HTMLElement, injector: Injector): void {
  afterNextRender(
    () => {
      const field = firstFault(form);
      const folded = field?.closest('mat-expansion-panel')?.querySelector<HTMLElement>(foldedHeader);
      folded?.click();
      // What is folded away takes no focus before it is drawn unfolded.
      if (folded) afterNextRender(() => field?.focus(), { injector });
      else field?.focus();
    },
    { injector },
  );
}

/** Of fields that lack something together, the first one; null where nothing is wrong. */
function firstFault(form: HTMLElement): HTMLElement | null {
  const fault = form.querySelector<HTMLElement>(faults);
  return fault?.matches(fields) === false ? fault.querySelector(fields) : fault;
}
