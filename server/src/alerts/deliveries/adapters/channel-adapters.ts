import type { AlertChannelType } from '@hyprbox/contracts';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter } from './channel-adapter.js';
import { DiscordAdapter } from './discord.adapter.js';
import { EmailAdapter } from './email.adapter.js';
import { GotifyAdapter } from './gotify.adapter.js';
import { MatrixAdapter } from './matrix.adapter.js';
import { NtfyAdapter } from './ntfy.adapter.js';
import { OpsgenieAdapter } from './opsgenie.adapter.js';
import { PagerDutyAdapter } from './pagerduty.adapter.js';
import { SlackAdapter } from './slack.adapter.js';
import { TeamsAdapter } from './teams.adapter.js';
import { TelegramAdapter } from './telegram.adapter.js';
import { WebhookAdapter } from './webhook.adapter.js';

export type ChannelAdapters = Readonly<Record<AlertChannelType, ChannelAdapter>>;

export function channelAdapters(egress: Egress): ChannelAdapters {
  return {
    EMAIL: new EmailAdapter(egress),
    WEBHOOK: new WebhookAdapter(egress),
    SLACK: new SlackAdapter(egress),
    TEAMS: new TeamsAdapter(egress),
    DISCORD: new DiscordAdapter(egress),
    TELEGRAM: new TelegramAdapter(egress),
    NTFY: new NtfyAdapter(egress),
    GOTIFY: new GotifyAdapter(egress),
    MATRIX: new MatrixAdapter(egress),
    PAGERDUTY: new PagerDutyAdapter(egress),
    OPSGENIE: new OpsgenieAdapter(egress),
  };
}
