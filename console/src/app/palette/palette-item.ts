import type { IconName } from '../shared/icon/icons';
import { fit } from './fuzzy';

export interface PaletteItem {
  /** Unique within the palette. */
  readonly id: string;
  readonly label: string;
  /** Set quietly beside the label; it is searched, too. */
  readonly detail: string;
  readonly icon: IconName;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

/** The items that fit what was typed, best first, at most `most`. */
export function bestFits(typed: string, items: readonly PaletteItem[], most: number): readonly PaletteItem[] {
  return items
    .map((item) => ({ item, score: fit(typed, `${item.label} ${item.detail}`) }))
    .filter((each): each is { item: PaletteItem; score: number } => each.score !== null)
    .sort((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ item }) => item);
}
