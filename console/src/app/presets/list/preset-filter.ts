import type { PresetOrigin, PresetSummary } from '@hyprbox/contracts';
import { presetOrigins } from '@hyprbox/contracts';
import { holding } from '../../shared/preset-search/preset-search';
import { originOf, stateOf } from '../preset-words';

/** What a list of presets can be narrowed to, by the word that is in the address. */
export const presetViews = ['published', 'unpublished', 'retired', 'draft', 'problem', 'any'] as const;
export type PresetView = (typeof presetViews)[number];

export const viewWords: Readonly<Record<PresetView, string>> = {
  published: 'Published',
  unpublished: 'Not published',
  retired: 'Retired',
  draft: 'With a draft',
  problem: 'With a problem',
  any: 'Any, also retired',
};

/** Null is no filter: then all are shown but those that are retired. */
export interface PresetFilter {
  readonly origin: PresetOrigin | null;
  readonly view: PresetView | null;
}

export const noFilter: PresetFilter = { origin: null, view: null };

/** Anybody can type an address: what makes no sense there is no filter. */
export function readFilter({ origin, view }: { origin: string | undefined; view: string | undefined }): PresetFilter {
  return {
    origin: presetOrigins.find((each) => each.toLowerCase() === origin) ?? null,
    view: presetViews.find((each) => each === view) ?? null,
  };
}

export function filterAddress({ origin, view }: PresetFilter): Record<'origin' | 'view', string | null> {
  return { origin: origin?.toLowerCase() ?? null, view };
}

/** In the order in which they come. */
export function narrow(
  presets: readonly PresetSummary[],
  { origin, view }: PresetFilter,
  search: string,
): readonly PresetSummary[] {
  const holds = holding(search);
  return presets.filter(
    (preset) => (origin === null || originOf(preset) === origin) && isIn(preset, view) && holds(preset),
  );
}

function isIn(preset: PresetSummary, view: PresetView | null): boolean {
  const state = stateOf(preset);
  switch (view) {
    case null:
      return state !== 'RETIRED';
    case 'any':
      return true;
    case 'published':
      return state === 'PUBLISHED';
    case 'unpublished':
      return state === 'UNPUBLISHED';
    case 'retired':
      return state === 'RETIRED';
    case 'draft':
      return preset.hasDraft === true;
    case 'problem':
      return (preset.problem ?? null) !== null;
  }
}
