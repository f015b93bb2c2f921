import type { AlertDelivery } from '../alert-deliveries.schema.js';
import type { DeliveryStatus } from '../alerts.js';
import type { Page } from '../schema-parts.js';
import { get, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type AlertDeliveryQuery = PageQuery & {
  status?: DeliveryStatus | null | undefined;
  channelId?: string | null | undefined;
};

export const alertDeliveriesEndpoints = {
  list: (query?: AlertDeliveryQuery) => get<Page<AlertDelivery>>('/alerts/deliveries', query),
  /** Sends the same message once more. */
  resend: (id: string) => post<AlertDelivery>(path`/alerts/deliveries/${id}/resend`),
};
