import { rolloutsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const RolloutsApi = apiOf('RolloutsApi', rolloutsEndpoints);
