import { activityEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const ActivityApi = apiOf('ActivityApi', activityEndpoints);
