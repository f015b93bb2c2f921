import type { ApprovalSettings, PresetSettings, Retention, Settings, Thresholds } from '../settings.schema.js';
import { get, patch } from './endpoint.js';

/** What is left out stays as it is. */
export interface SettingsChange {
  thresholds?: Partial<Thresholds>;
  retention?: Partial<Retention>;
  approvals?: Partial<ApprovalSettings>;
  presets?: Partial<PresetSettings>;
}

export const settingsEndpoints = {
  get: () => get<Settings>('/settings'),
  update: (change: SettingsChange) => patch<Settings>('/settings', change),
};
