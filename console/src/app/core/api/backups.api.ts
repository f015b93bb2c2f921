import { backupsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const BackupsApi = apiOf('BackupsApi', backupsEndpoints);
