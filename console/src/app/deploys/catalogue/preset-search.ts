import type { PresetSummary } from '@hyprbox/contracts';

export interface PresetCategory {
  readonly name: string;
  readonly presets: readonly PresetSummary[];
}

/** The presets that hold every word of the search in what is known of them, by category; both in alphabetical order. */
export function searchPresets(presets: readonly PresetSummary[], search: string): PresetCategory[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const categories = new Map<string, PresetSummary[]>();
  for (const preset of presets) {
    const text = `${preset.name} ${preset.title} ${preset.description} ${preset.category}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    categories.set(preset.category, [...(categories.get(preset.category) ?? []), preset]);
  }
  return [...categories]
    .map(([name, found]) => ({ name, presets: found.sort((one, other) => one.title.localeCompare(other.title)) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
