import { nodesEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const NodesApi = apiOf('NodesApi', nodesEndpoints);
