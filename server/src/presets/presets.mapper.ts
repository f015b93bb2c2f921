import type { CurrentPreset, Preset, PresetState, PresetSummary } from '@hyprbox/contracts';
import type { PresetVersionEntity } from './records/preset-version.entity.js';
import type { PresetEntity } from './records/preset.entity.js';
import type { PresetRow } from './records/presets.repository.js';

export function toPresetSummary({ preset, hasDraft, sourceName }: PresetRow): PresetSummary {
  const { name, origin, sourceId, shippedWith, version, sha256, publishedAt, publishedByName, problem } = preset;
  const { retiredAt, retiredByName, retiredReason } = preset;
  // Before the first version nothing is known but its name.
  const description = preset.description ?? { title: name, description: '', category: '', variables: [] };
  return {
    name,
    ...description,
    version,
    origin,
    sourceId,
    sourceName,
    shippedWith,
    state: stateOf(preset),
    sha256,
    publishedAt: publishedAt?.toISOString() ?? null,
    publishedByName,
    retiredAt: retiredAt?.toISOString() ?? null,
    retiredByName,
    retiredReason,
    hasDraft,
    problem,
  };
}

/** @param version the current one; null before the first */
export function toPreset(row: PresetRow, version: PresetVersionEntity | null): Preset {
  return { ...toPresetSummary(row), template: version?.template ?? '', functions: version?.functions ?? [] };
}

export function toCurrentPreset({ preset }: PresetRow): CurrentPreset {
  return { name: preset.name, version: preset.version, sha256: preset.sha256, state: stateOf(preset) };
}

function stateOf({ version, retiredAt }: Pick<PresetEntity, 'version' | 'retiredAt'>): PresetState {
  if (version === 0) return 'UNPUBLISHED';
  return retiredAt === null ? 'PUBLISHED' : 'RETIRED';
}
