import { selectorsEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const SelectorsApi = apiOf('SelectorsApi', selectorsEndpoints);
