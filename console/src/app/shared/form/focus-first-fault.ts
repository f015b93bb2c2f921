import type { Injector } from '@angular/core';
import { afterNextRender } from '@angular/core';

/** The first field of a form that needs another look; null where there is none. */
export function firstFault(form: HTMLElement): HTMLElement | null {
  return form.querySelector<HTMLElement>(':is(input, textarea, mat-select).ng-invalid');
}

/** Once it is drawn, leads whoever tried to save to the first field that needs another look. */
export function focusFirstFault(form: HTMLElement, injector: Injector): void {
  afterNextRender(() => firstFault(form)?.focus(), { injector });
}
