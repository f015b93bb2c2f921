import { usersEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const UsersApi = apiOf('UsersApi', usersEndpoints);
