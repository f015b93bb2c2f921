import Type, { type Static } from 'typebox';
import { deliveryEvents, deliveryStatuses } from './alerts.js';
import { count, instant, listOf, nullable, oneOf, text, uuid } from './schema-parts.js';

/** One message to one channel. */
export const alertDeliverySchema = Type.Object({
  id: uuid,
  channelId: uuid,
  channelName: text,
  /** The first of them. */
  alertIds: listOf(uuid),
  /** How many alerts it tells of. */
  alertCount: count,
  event: oneOf(deliveryEvents),
  status: oneOf(deliveryStatuses),
  attempts: count,
  lastError: nullable(text),
  createdAt: instant,
  sentAt: nullable(instant),
});
export type AlertDelivery = Static<typeof alertDeliverySchema>;
