import type {
  CreatedPresetSource,
  PresetSource,
  PresetSourceFields,
  SyncPresetSource,
} from '../preset-sources.schema.js';
import type { PresetUses } from '../preset-versions.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const presetSourcesEndpoints = {
  list: (query?: PageQuery) => get<Page<PresetSource>>('/preset-sources', query),
  get: (id: string) => get<PresetSource>(path`/preset-sources/${id}`),
  /** What its removal would break. */
  uses: (id: string) => get<PresetUses>(path`/preset-sources/${id}/uses`),
  /** The answer alone has the address of its webhook. */
  create: (source: PresetSourceFields) => post<CreatedPresetSource>('/preset-sources', source),
  replace: (id: string, source: PresetSourceFields) => put<PresetSource>(path`/preset-sources/${id}`, source),
  delete: (id: string) => command('DELETE', path`/preset-sources/${id}`),
  /** A new address for its webhook, which the answer alone has; the one before is no longer taken. */
  renewWebhook: (id: string) => post<CreatedPresetSource>(path`/preset-sources/${id}/webhook`),
  /** Looks at it now, and takes what it has. */
  sync: (id: string, request: SyncPresetSource = {}) => post<PresetSource>(path`/preset-sources/${id}/sync`, request),
};
