import { settingsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const SettingsApi = apiOf('SettingsApi', settingsEndpoints);
