import { alertLimits, type AlertDelivery } from '@hyprbox/contracts';
import type { AlertDeliveryEntity } from './alert-delivery.entity.js';
import type { DeliveryRow } from './deliveries.repository.js';

/** A delivery that was just written, as it will be read. */
export function asRead({ alertIds, ...row }: AlertDeliveryEntity): DeliveryRow {
  return { ...row, alertIds: alertIds.slice(0, alertLimits.deliveryAlerts), alertCount: alertIds.length };
}

export function toAlertDelivery(row: DeliveryRow): AlertDelivery {
  return {
    id: row.id,
    channelId: row.channelId,
    channelName: row.channelName,
    alertIds: row.alertIds,
    alertCount: row.alertCount,
    event: row.event,
    status: row.status,
    attempts: row.attempts,
    lastError: row.lastError,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}
