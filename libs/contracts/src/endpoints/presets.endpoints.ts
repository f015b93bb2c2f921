import type { LintedPreset, LintPreset } from '../preset-lint.schema.js';
import type { TestedPreset, TestPreset } from '../preset-tests.schema.js';
import type {
  PresetDiff,
  PresetDraft,
  PresetUses,
  PresetVersion,
  PresetVersionSummary,
  PublishedPreset,
  PublishPreset,
  RetirePreset,
  SavePresetDraft,
} from '../preset-versions.schema.js';
import type { PresetOrigin, PresetState } from '../presets.js';
import type { Preset, PresetSummary, RenderedPreset, VariableValues } from '../presets.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export type PresetsQuery = PageQuery & {
  /** `PUBLISHED` where it is left out: what can be run. */
  state?: PresetState | 'ANY';
  origin?: PresetOrigin;
};

export const presetsEndpoints = {
  list: (query?: PresetsQuery) => get<Page<PresetSummary>>('/presets', query),
  get: (name: string) => get<Preset>(path`/presets/${name}`),
  /** The script exactly as a job would freeze it. */
  render: (name: string, variables: VariableValues) =>
    post<RenderedPreset>(path`/presets/${name}/render`, { variables }),
  /** What is wrong with a source, what its form asks for, and the script that it makes. */
  lint: (request: LintPreset) => post<LintedPreset>('/presets/lint', request),
  versions: {
    /** Newest first. */
    list: (name: string, query?: PageQuery) => get<Page<PresetVersionSummary>>(path`/presets/${name}/versions`, query),
    get: (name: string, version: string) => get<PresetVersion>(path`/presets/${name}/versions/${version}`),
    /** Of two versions, or of one and the `draft`. */
    diff: (name: string, query: { from: string; to: string }) => get<PresetDiff>(path`/presets/${name}/diff`, query),
  },
  draft: {
    get: (name: string) => get<PresetDraft>(path`/presets/${name}/draft`),
    save: (name: string, draft: SavePresetDraft) => put<PresetDraft>(path`/presets/${name}/draft`, draft),
    discard: (name: string) => command('DELETE', path`/presets/${name}/draft`),
    /** On hosts that are tagged for it. */
    test: (name: string, test: TestPreset) => post<TestedPreset>(path`/presets/${name}/test`, test),
  },
  publish: (name: string, request: PublishPreset) => post<PublishedPreset>(path`/presets/${name}/publish`, request),
  retire: (name: string, request: RetirePreset) => post<Preset>(path`/presets/${name}/retire`, request),
  /** What names it: schedules, rules of alerts, policies of backups. */
  uses: (name: string) => get<PresetUses>(path`/presets/${name}/uses`),
};
