import { beatsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const BeatsApi = apiOf('BeatsApi', beatsEndpoints);
