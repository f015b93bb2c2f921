import { jobsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const JobsApi = apiOf('JobsApi', jobsEndpoints);
