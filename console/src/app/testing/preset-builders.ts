import type {
  LintedPreset,
  Preset,
  PresetDraft,
  PresetSource,
  PresetSummary,
  PresetVersionSummary,
} from '@hyprbox/contracts';

const hash = 'ab12cd34ef56'.padEnd(64, '0');

export function aPresetSummary(change: Partial<PresetSummary> = {}): PresetSummary {
  return {
    name: 'deploy-shop',
    title: 'Deploy the shop',
    description: 'Puts a release in place.',
    category: 'Web',
    variables: [],
    version: 4,
    origin: 'CONSOLE',
    sourceId: null,
    sourceName: null,
    shippedWith: null,
    state: 'PUBLISHED',
    sha256: hash,
    publishedAt: '2026-01-02T03:04:05.000Z',
    publishedByName: 'M. Keller',
    retiredAt: null,
    retiredByName: null,
    retiredReason: null,
    hasDraft: false,
    problem: null,
    ...change,
  };
}

export function aPreset(change: Partial<Preset> = {}): Preset {
  return {
    ...aPresetSummary(),
    template: '#!/usr/bin/env bash\nmain() {\n  echo "$release"\n}\n',
    functions: [],
    ...change,
  };
}

export function aPresetVersion(change: Partial<PresetVersionSummary> = {}): PresetVersionSummary {
  return {
    name: 'deploy-shop',
    version: 4,
    sha256: hash,
    message: 'Waits for the cache.',
    author: 'user-2',
    authorName: 'J. Novak',
    publishedBy: 'user-1',
    publishedByName: 'M. Keller',
    publishedAt: '2026-01-02T03:04:05.000Z',
    commit: null,
    isCurrent: true,
    ...change,
  };
}

export function aPresetDraft(change: Partial<PresetDraft> = {}): PresetDraft {
  return {
    name: 'deploy-shop',
    source: 'echo draft\n',
    basedOn: 4,
    revision: 2,
    author: 'user-2',
    authorName: 'J. Novak',
    updatedAt: '2026-01-03T03:04:05.000Z',
    ...change,
  };
}

export function aPresetSource(change: Partial<PresetSource> = {}): PresetSource {
  return {
    id: 'source-1',
    kind: 'GIT',
    name: 'Team presets',
    url: 'https://git.example.com/ops/presets.git',
    branch: 'main',
    path: 'hyprbox',
    credentialsRef: 'env:GIT_TOKEN',
    knownHosts: null,
    enabled: true,
    version: 3,
    state: 'OK',
    problem: null,
    faults: [],
    faultCount: 0,
    presets: 12,
    commit: 'c0ffee'.padEnd(40, '1'),
    committedAt: '2026-01-02T03:04:05.000Z',
    divergedCommit: null,
    checkedAt: '2026-01-02T03:04:05.000Z',
    syncedAt: '2026-01-02T03:04:05.000Z',
    ...change,
  };
}

export function aLintedPreset(change: Partial<LintedPreset> = {}): LintedPreset {
  const { title, description, category, variables } = aPresetSummary();
  return {
    findings: [],
    checkedBy: 'shellcheck',
    preset: { title, description, category, variables },
    script: '#!/usr/bin/env bash\necho "$release"\n',
    valueFaults: [],
    ...change,
  };
}
