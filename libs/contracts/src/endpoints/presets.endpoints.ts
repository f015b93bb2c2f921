import type { Preset, PresetSummary, RenderedPreset, VariableValues } from '../presets.schema.js';
import type { Page } from '../schema-parts.js';
import { get, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export const presetsEndpoints = {
  list: (query?: PageQuery) => get<Page<PresetSummary>>('/presets', query),
  get: (name: string) => get<Preset>(path`/presets/${name}`),
  /** The script exactly as a job would freeze it. */
  render: (name: string, variables: VariableValues) =>
    post<RenderedPreset>(path`/presets/${name}/render`, { variables }),
};
