import { auditEndpoints } from '@hyprbox/contracts';
import { apiOf } from './api';

export const AuditApi = apiOf('AuditApi', auditEndpoints);
