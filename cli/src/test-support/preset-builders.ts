import type {
  LintedPreset,
  PresetDraft,
  PresetFinding,
  PresetSource,
  PresetSourceChange,
  PresetUse,
  PresetVersion,
  PublishedPreset,
} from '@hyprbox/contracts';

export const sourceId = '0198c0de-0000-7000-8000-000000000ab1';
export const commitId = 'c0ffee'.padEnd(40, '0');
export const bash = '#!/usr/bin/env bash\n# ---\n# title: Motd\n# ---\necho hi\n';

export function aDraft(changes: Partial<PresetDraft> = {}): PresetDraft {
  return {
    name: 'motd',
    source: bash,
    basedOn: 3,
    revision: 5,
    author: 'u-1',
    authorName: 'Ada',
    updatedAt: '2026-01-02T03:00:00.000Z',
    ...changes,
  };
}

export function aVersion(changes: Partial<PresetVersion> = {}): PresetVersion {
  return {
    name: 'motd',
    version: 3,
    sha256: 'a'.repeat(64),
    message: 'Greet by name',
    author: 'u-1',
    authorName: 'Ada',
    publishedBy: 'u-2',
    publishedByName: 'Grace',
    publishedAt: '2026-01-02T03:00:00.000Z',
    commit: null,
    isCurrent: true,
    title: 'Motd',
    description: 'Says hi',
    category: 'Own',
    variables: [],
    template: bash,
    functions: [],
    ...changes,
  };
}

export function aFinding(changes: Partial<PresetFinding> = {}): PresetFinding {
  return {
    line: 12,
    column: 3,
    endLine: 12,
    endColumn: 8,
    level: 'WARNING',
    code: 'SC2086',
    message: 'Double quote to prevent globbing.',
    ...changes,
  };
}

export function linted(...findings: PresetFinding[]): LintedPreset {
  const preset = { title: 'Motd', description: '', category: 'Own', variables: [] };
  return { findings, checkedBy: 'shellcheck', preset, script: 'echo hi\n', valueFaults: [] };
}

export function aUse(changes: Partial<PresetUse> = {}): PresetUse {
  return { kind: 'SCHEDULE', id: sourceId, name: 'weekly', faults: [], ...changes };
}

export function published(changes: Partial<PublishedPreset> = {}): PublishedPreset {
  return {
    name: 'motd',
    version: 4,
    sha256: 'b'.repeat(64),
    breaks: [],
    publishedAt: '2026-01-02T03:04:00.000Z',
    ...changes,
  };
}

export function aSource(changes: Partial<PresetSource> = {}): PresetSource {
  return {
    id: sourceId,
    kind: 'GIT',
    name: 'team',
    url: 'https://git.example.com/ops/presets.git',
    branch: 'main',
    path: '',
    credentialsRef: 'env:GIT_TOKEN',
    knownHosts: null,
    enabled: true,
    version: 2,
    state: 'OK',
    problem: null,
    faults: [],
    faultCount: 0,
    presets: 12,
    commit: commitId,
    committedAt: '2026-01-02T02:00:00.000Z',
    divergedCommit: null,
    checkedAt: '2026-01-02T03:04:00.000Z',
    syncedAt: '2026-01-02T02:01:00.000Z',
    ...changes,
  };
}

/** `disk-report v2 published; motd-banner retired` */
export function aChange(changes: Partial<PresetSourceChange> = {}): PresetSourceChange {
  return {
    commit: commitId,
    at: '2026-01-02T02:01:00.000Z',
    published: [{ name: 'disk-report', version: 2, before: 1 }],
    publishedCount: 1,
    returned: [],
    returnedCount: 0,
    retired: ['motd-banner'],
    retiredCount: 1,
    ...changes,
  };
}
