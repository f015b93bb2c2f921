import type { PresetSummary } from '@hyprbox/contracts';

export interface PresetCategory {
  readonly name: string;
  readonly count: number;
}

/** The presets that hold every word of the search in what is known of them, by category and title. */
export function searchPresets(presets: readonly PresetSummary[], search: string): PresetSummary[] {
  return presets
    .filter(holding(search))
    .sort((one, other) => one.category.localeCompare(other.category) || one.title.localeCompare(other.title));
}

/** Whether every word of the search is in what is known of a preset. */
export function holding(search: string): (preset: PresetSummary) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (preset) => {
    const text = `${preset.name} ${preset.title} ${preset.description} ${preset.category}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** The categories in alphabetical order, with how many of the presets each holds. */
export function categoriesOf(presets: readonly PresetSummary[]): PresetCategory[] {
  const counts = new Map<string, number>();
  for (const { category } of presets) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((one, other) => one.name.localeCompare(other.name));
}
