import type { AlertChannelType } from './alerts.js';

/** How a field of a channel is checked, and what a form asks for it with. */
export type ChannelFieldKind =
  /** An address that begins with https:// or http://, without credentials and fragment. */
  | 'url'
  /** A name or an address of a host. */
  | 'host'
  | 'port'
  /** One e-mail address, or several separated by commas. */
  | 'email'
  | 'emails'
  | 'choice'
  /** One line of printable ASCII without spaces, as goes into an address or a header. */
  | 'token'
  /** The value of a header: one line of printable ASCII. */
  | 'header'
  /** One line of any text. */
  | 'line';

export interface ChannelField {
  /** Its name in `config`, or in `secrets`. */
  name: string;
  secret: boolean;
  required: boolean;
  label: string;
  example: string;
  kind: ChannelFieldKind;
  /** Of a choice. */
  options?: readonly string[];
  /** What holds if it is left out. */
  fallback?: string;
  /** Of a secret that is sent: the field that says where to. It is to be given anew when that changes. */
  sentTo?: string;
}

const field = (name: string, kind: ChannelFieldKind, label: string, example: string): ChannelField => ({
  name,
  secret: false,
  required: true,
  label,
  example,
  kind,
});
const optional = (name: string, kind: ChannelFieldKind, label: string, example: string): ChannelField => ({
  ...field(name, kind, label, example),
  required: false,
});
const secret = (
  name: string,
  kind: ChannelFieldKind,
  label: string,
  example: string,
  sentTo?: string,
): ChannelField => ({ ...field(name, kind, label, example), secret: true, ...(sentTo !== undefined && { sentTo }) });

/** What each type of channel needs, in the order in which a form asks for it. */
export const channelFields: Readonly<Record<AlertChannelType, readonly ChannelField[]>> = {
  EMAIL: [
    field('host', 'host', 'Mail server', 'smtp.example.com'),
    field('port', 'port', 'Port', '587'),
    {
      ...field('security', 'choice', 'Encryption', 'STARTTLS'),
      options: ['NONE', 'STARTTLS', 'TLS'],
    },
    optional('username', 'line', 'User', 'alerts@example.com'),
    { ...secret('password', 'line', 'Password', 'the password of the mailbox', 'host'), required: false },
    field('from', 'email', 'From', 'hyprbox@example.com'),
    field('to', 'emails', 'To', 'ops@example.com, oncall@example.com'),
  ],
  WEBHOOK: [
    field('url', 'url', 'Address', 'https://hooks.example.com/hyprbox'),
    secret('secret', 'line', 'Key of the signature', 'what `openssl rand -hex 32` prints'),
    {
      ...secret('authorization', 'header', 'Authorization header', 'Bearer 0123456789abcdef', 'url'),
      required: false,
    },
  ],
  SLACK: [secret('url', 'url', 'Address of the incoming webhook', 'https://hooks.slack.com/services/T000/B000/XXXX')],
  TEAMS: [
    secret(
      'url',
      'url',
      'Address of the workflow',
      'https://prod-00.westeurope.logic.azure.com/workflows/…/triggers/manual/paths/invoke?…',
    ),
  ],
  DISCORD: [secret('url', 'url', 'Address of the webhook', 'https://discord.com/api/webhooks/000/XXXX')],
  TELEGRAM: [
    field('chatId', 'token', 'Chat', '-1001234567890'),
    secret('botToken', 'token', "The bot's token", '123456:ABC-DEF1234ghIkl', 'apiUrl'),
    {
      ...optional('apiUrl', 'url', 'Server of the bot API', 'https://api.telegram.org'),
      fallback: 'https://api.telegram.org',
    },
  ],
  NTFY: [
    field('url', 'url', 'Server', 'https://ntfy.sh'),
    field('topic', 'token', 'Topic', 'ops-7f3a9c'),
    { ...secret('token', 'token', 'Access token', 'tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2', 'url'), required: false },
  ],
  GOTIFY: [
    field('url', 'url', 'Server', 'https://gotify.example.com'),
    secret('token', 'token', "The application's token", 'AKxY3jd8T4', 'url'),
  ],
  MATRIX: [
    field('homeserver', 'url', 'Home server', 'https://matrix.example.com'),
    field('roomId', 'token', 'Room', '!opsroom:example.com'),
    secret('accessToken', 'token', 'Access token', 'syt_aHlwcmJveA_0123456789', 'homeserver'),
  ],
  PAGERDUTY: [
    secret('routingKey', 'token', 'Integration key (Events API v2)', '0123456789abcdef0123456789abcdef', 'url'),
    {
      ...optional('url', 'url', 'Server', 'https://events.eu.pagerduty.com'),
      fallback: 'https://events.pagerduty.com',
    },
  ],
  OPSGENIE: [
    secret('apiKey', 'token', 'API key of the integration', '01234567-89ab-cdef-0123-456789abcdef', 'url'),
    { ...optional('url', 'url', 'Server', 'https://api.eu.opsgenie.com'), fallback: 'https://api.opsgenie.com' },
  ],
};
