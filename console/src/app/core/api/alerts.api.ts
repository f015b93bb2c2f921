import { alertsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const AlertsApi = apiOf('AlertsApi', alertsEndpoints);
