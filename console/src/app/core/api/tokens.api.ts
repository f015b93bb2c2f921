import { tokensEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const TokensApi = apiOf('TokensApi', tokensEndpoints);
