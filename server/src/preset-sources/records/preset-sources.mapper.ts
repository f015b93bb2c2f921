import type { PresetSource } from '@hyprbox/contracts';
import type { PresetSourceEntity } from './preset-source.entity.js';

/** @param presets how many it brings */
export function toPresetSource(source: PresetSourceEntity, presets: number): PresetSource {
  return {
    id: source.id,
    kind: 'GIT',
    name: source.name,
    url: source.url,
    branch: source.branch,
    path: source.path,
    credentialsRef: source.credentialsRef,
    knownHosts: source.knownHosts,
    enabled: source.enabled,
    version: source.version,
    state: source.state,
    problem: source.problem,
    faults: source.faults.map((fault) => ({ ...fault, file: inRepository(source.path, fault.file) })),
    faultCount: source.faultCount,
    presets,
    commit: source.commit,
    committedAt: source.committedAt?.toISOString() ?? null,
    divergedCommit: source.divergedCommit,
    checkedAt: source.checkedAt?.toISOString() ?? null,
    syncedAt: source.syncedAt?.toISOString() ?? null,
    lastChange: source.lastChange,
  };
}

/** Where people look for it, and not only below the directory that is looked at. */
function inRepository(path: string, file: string): string {
  return path === '' ? file : `${path}/${file}`;
}
