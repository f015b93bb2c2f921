import { presetSourcesEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const PresetSourcesApi = apiOf('PresetSourcesApi', presetSourcesEndpoints);
