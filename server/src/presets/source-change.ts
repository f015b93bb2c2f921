import { authoringLimits, type PresetSourceChange } from '@hyprbox/contracts';
import type { PresetEntity } from './records/preset.entity.js';

/** The presets that a source changed. */
export interface ChangedPresets {
  /** With the version before; 0 for a new one. */
  published: readonly { preset: PresetEntity; before: number }[];
  returned: readonly PresetEntity[];
  retired: readonly PresetEntity[];
}

/** As it is kept and shown; null where nothing changed. */
export function sourceChange(
  { published, returned, retired }: ChangedPresets,
  commit: string | null,
  at: Date,
): PresetSourceChange | null {
  if (published.length + returned.length + retired.length === 0) return null;
  const raised = published.map(({ preset: { name, version }, before }) => ({ name, version, before }));
  return {
    commit,
    at: at.toISOString(),
    published: shown(raised),
    publishedCount: published.length,
    returned: shown(returned.map(({ name, version }) => ({ name, version }))),
    returnedCount: returned.length,
    retired: shown(retired).map(({ name }) => name),
    retiredCount: retired.length,
  };
}

function shown<T extends { name: string }>(presets: readonly T[]): T[] {
  const byName = presets.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return byName.slice(0, authoringLimits.sourceChanges);
}
