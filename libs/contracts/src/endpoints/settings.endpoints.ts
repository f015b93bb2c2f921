import type { Retention, Settings, Thresholds } from '../settings.schema.js';
import { get, patch } from './endpoint.js';

/** What is left out stays as it is. */
export interface SettingsChange {
  thresholds?: Partial<Thresholds>;
  retention?: Partial<Retention>;
}

export const settingsEndpoints = {
  get: () => get<Settings>('/settings'),
  update: (change: SettingsChange) => patch<Settings>('/settings', change),
};
