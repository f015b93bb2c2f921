import { presetsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const PresetsApi = apiOf('PresetsApi', presetsEndpoints);
