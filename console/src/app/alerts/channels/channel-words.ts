import type { AlertChannel, AlertChannelType, ChannelTest } from '@hyprbox/contracts';
import { channelFields } from '@hyprbox/contracts';

export const channelTypeWords: Readonly<Record<AlertChannelType, string>> = {
  EMAIL: 'E-mail',
  WEBHOOK: 'Webhook',
  SLACK: 'Slack',
  TEAMS: 'Microsoft Teams',
  DISCORD: 'Discord',
  TELEGRAM: 'Telegram',
  NTFY: 'ntfy',
  GOTIFY: 'Gotify',
  MATRIX: 'Matrix',
  PAGERDUTY: 'PagerDuty',
  OPSGENIE: 'Opsgenie',
};

/** The fields that say where a message goes, by the type. */
const addressedBy: Readonly<Partial<Record<AlertChannelType, readonly string[]>>> = {
  EMAIL: ['to'],
  WEBHOOK: ['url'],
  TELEGRAM: ['chatId'],
  NTFY: ['url', 'topic'],
  GOTIFY: ['url'],
  MATRIX: ['roomId'],
};

/** Where its messages go, as far as that is no secret. */
export function addressWords({ type, config }: Pick<AlertChannel, 'type' | 'config'>): string {
  const known = (addressedBy[type] ?? []).map((name) => config[name] ?? '').filter((text) => text !== '');
  return known.join(' / ');
}

/** What the service said of a test, in a line. */
export function testWords({ ok, status, detail, durationMs }: ChannelTest): string {
  const answer = [status === null ? '' : String(status), detail].filter((part) => part !== '').join(' ');
  const took = durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`;
  return `${ok ? 'Sent' : 'Not sent'} in ${took}${answer === '' ? '.' : `: ${answer}`}`;
}

export function fieldsOf(type: AlertChannelType): (typeof channelFields)[AlertChannelType] {
  return channelFields[type];
}
