import { Directive } from '@angular/core';

/**
 * Shows what is pointed at by its name, where that cannot be read: a control of an icon alone, or a text that is cut off.
 * A `title` that is always there is what assistive technology reads after the same words, or instead of leaving it.
 */
@Directive({
  selector: '[hbPointedName]',
  host: { '(pointerenter)': 'show($event)', '(pointerleave)': 'hide($event)' },
})
export class PointedName {
  protected show({ currentTarget: element }: Event): void {
    if (element instanceof HTMLElement) element.title = nameOf(element);
  }

  protected hide({ currentTarget: element }: Event): void {
    if (element instanceof HTMLElement) element.removeAttribute('title');
  }
}

/** Empty where it is to be read. */
function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label + keysOf(element);
  const isCut = [element, ...element.querySelectorAll('*')].some(
    ({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth,
  );
  return isCut ? (element.textContent ?? '').trim() : '';
}

/** " (Ctrl F)", as on the keys. */
function keysOf(element: HTMLElement): string {
  const [keys] = element.getAttribute('aria-keyshortcuts')?.split(' ') ?? [];
  if (keys === undefined) return '';
  return ` (${keys.replace('Control', 'Ctrl').replace('Escape', 'Esc').replaceAll('+', ' ')})`;
}
