import type { AlertChannelType } from '@hyprbox/contracts';

/** A channel as its adapter gets it: its secrets opened. It is never stored, logged or answered. */
export interface Addressee {
  id: string;
  name: string;
  type: AlertChannelType;
  enabled: boolean;
  config: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
}
