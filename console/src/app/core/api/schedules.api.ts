import { schedulesEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const SchedulesApi = apiOf('SchedulesApi', schedulesEndpoints);
