import type { AlertDelivery } from '@hyprbox/contracts';
import type { AlertDeliveryEntity } from './alert-delivery.entity.js';

export function toAlertDelivery(row: AlertDeliveryEntity): AlertDelivery {
  return {
    id: row.id,
    channelId: row.channelId,
    channelName: row.channelName,
    alertIds: row.alertIds,
    event: row.event,
    status: row.status,
    attempts: row.attempts,
    lastError: row.lastError,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}
