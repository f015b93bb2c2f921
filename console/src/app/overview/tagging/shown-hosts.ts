import type { Selector } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import type { FleetQuery } from '../fleet-query';
import type { Host } from '../host';

/** What the overview's filter means as a selector, with which a form begins. */
export interface ShownHosts {
  /** Names nothing where nothing is filtered: whoever means the whole fleet has to say so. */
  readonly selector: Selector;
  /** How many hosts the filter shows where these are more than can be named; null otherwise. */
  readonly tooMany: number | null;
}

/** A selector knows tags, but neither a search nor a status: hosts that were found by these are named. */
export function shownHosts({ q, status, tag }: FleetQuery, shown: readonly Host[]): ShownHosts {
  if (q === '' && status === null) return { selector: tag === '' ? {} : { tagsAny: [tag] }, tooMany: null };
  if (shown.length > alertLimits.selectorEntries) return { selector: {}, tooMany: shown.length };
  return { selector: shown.length === 0 ? {} : { nodeIds: shown.map(({ id }) => id) }, tooMany: null };
}
