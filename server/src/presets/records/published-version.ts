import type { PresetDescription, PresetFunction, PresetOrigin } from '@hyprbox/contracts';
import type { PresetEntity } from './preset.entity.js';
import type { PresetVersionEntity } from './preset-version.entity.js';
import { inUse } from './retirement.js';
import { hashOfVersion } from './version-hash.js';

/** What becomes a version. */
export interface VersionContent {
  template: string;
  functions: PresetFunction[];
  description: PresetDescription;
}

/** By whom and why. */
export interface VersionCircumstances {
  version: number;
  message: string;
  author: { id: string; name: string } | null;
  publishedBy: { id: string; name: string } | null;
  commit: string | null;
  at: Date;
}

/** A preset that has no version yet. */
export function newPreset(name: string, origin: PresetOrigin, sourceId: string | null, createdAt: Date): PresetEntity {
  return {
    name,
    origin,
    sourceId,
    version: 0,
    description: null,
    sha256: null,
    publishedAt: null,
    publishedByName: null,
    ...inUse,
    problem: null,
    shippedWith: null,
    createdAt,
  };
}

/** The version, and the preset with it as the current one: a retired preset is there again. */
export function publishVersion(
  preset: PresetEntity,
  { template, functions, description }: VersionContent,
  { version, message, author, publishedBy, commit, at }: VersionCircumstances,
): { preset: PresetEntity; version: PresetVersionEntity } {
  const sha256 = hashOfVersion(template, functions);
  return {
    preset: {
      ...preset,
      version,
      description,
      sha256,
      publishedAt: at,
      publishedByName: publishedBy?.name ?? null,
      ...inUse,
      problem: null,
    },
    version: {
      preset: preset.name,
      version,
      template,
      functions,
      description,
      sha256,
      message,
      author: author?.id ?? null,
      authorName: author?.name ?? null,
      publishedBy: publishedBy?.id ?? null,
      publishedByName: publishedBy?.name ?? null,
      publishedAt: at,
      commit,
    },
  };
}
