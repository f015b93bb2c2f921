import { authEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const AuthApi = apiOf('AuthApi', authEndpoints);
