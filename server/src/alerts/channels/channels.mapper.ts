import { channelFields, type AlertChannel } from '@hyprbox/contracts';
import type { AlertChannelEntity } from './alert-channel.entity.js';

export function toAlertChannel(row: AlertChannelEntity): AlertChannel {
  const secrets = channelFields[row.type].filter(({ secret }) => secret);
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    config: row.config,
    secrets: Object.fromEntries(secrets.map(({ name }) => [name, { set: row.secrets[name] !== undefined }])),
    sendResolved: row.sendResolved,
    enabled: row.enabled,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
