import type { Alert } from '@hyprbox/contracts';

/** The row that has the focus, and the one to go on with once it has gone. */
export interface Place {
  readonly row: Element;
  readonly next: Element | null;
}

/** Null where none of the alerts' rows has the focus. */
export function placeAmong(alerts: readonly Alert[], focused: Element | null): Place | null {
  const ids = new Set(alerts.map(({ id }) => id));
  const row = focused?.closest('[data-alert]') ?? null;
  const goes = (each: Element): boolean => ids.has(each.getAttribute('data-alert') ?? '');
  if (row === null || !goes(row)) return null;
  const rows = [...(row.parentElement?.children ?? [])];
  const [before, after] = [rows.slice(0, rows.indexOf(row)).reverse(), rows.slice(rows.indexOf(row))];
  return { row, next: [...after, ...before].find((each) => !goes(each)) ?? null };
}
