import type { Injector } from '@angular/core';
import { afterNextRender } from '@angular/core';

/** The first field of a form that needs another look; null where there is none. What no control knows says it by `data-fault`. */
export function firstFault(form: HTMLElement): HTMLElement | null {
  return form.querySelector<HTMLElement>(':is(input, textarea, mat-select):is(.ng-invalid, [data-fault])');
}

/** Once it is drawn, leads whoever tried to save to the first field that needs another look. */
export function focusFirstFault(form: HTMLElement, injector: Injector): void {
  afterNextRender(() => firstFault(form)?.focus(), { injector });
}
