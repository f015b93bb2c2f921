import type { PresetVersion, PresetVersionSummary } from '@hyprbox/contracts';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';

type Listed = Omit<PresetVersionEntity, 'template' | 'functions' | 'description'>;

/** @param current the number of the preset's current version */
export function toVersionSummary(version: Listed, current: number): PresetVersionSummary {
  const { preset, publishedAt, sha256, message, author, authorName, publishedBy, publishedByName, commit } = version;
  return {
    name: preset,
    version: version.version,
    sha256,
    message,
    author,
    authorName,
    publishedBy,
    publishedByName,
    publishedAt: publishedAt.toISOString(),
    commit,
    isCurrent: version.version === current,
  };
}

export function toVersion(version: PresetVersionEntity, current: number): PresetVersion {
  const { template, functions, description } = version;
  return { ...toVersionSummary(version, current), ...description, template, functions };
}
