import { approvalsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const ApprovalsApi = apiOf('ApprovalsApi', approvalsEndpoints);
