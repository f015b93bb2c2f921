import type { Client } from '@hyprbox/api-client';
import type { Alert, AlertSeverity, AlertTarget } from '@hyprbox/contracts';
import { bytesPerSecond } from '../../output/figures.js';
import type { Style } from '../../output/palette.js';
import { findId } from '../short-id.js';

export const severityStyles: Readonly<Record<AlertSeverity, Style>> = { CRITICAL: 'red', WARNING: 'yellow' };

export const alertsPositional = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'Ids of alerts (`hyprbox alert list`), or their first characters',
} as const;

export const alertPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Id of the alert (`hyprbox alert list`), or its first characters',
} as const;

export function findAlertId(client: Client, typed: string): Promise<string> {
  const list = client.alerts.list.bind(client.alerts);
  return findId(typed, { noun: 'alert', listCommand: 'alert list', list });
}

/** `web-1 /var`, `web-1 nginx`, `beat 0198c0de`, `HyprBox DATA_DISK` */
export function targetText({ nodeId, mount, preset, beatId, check }: AlertTarget): string {
  const parts = [nodeId, mount, preset, beatId && `beat ${beatId.slice(0, 8)}`, check && `HyprBox ${check}`];
  const text = parts.filter((part) => part !== undefined).join(' ');
  return text === '' ? 'the fleet' : text;
}

/** `92.5 %`, `1.5 MB/s`; null where there is no figure. */
export function valueText(value: number | null, unit: string): string | null {
  if (value === null) return null;
  if (unit === 'B/s') return bytesPerSecond(value);
  return `${Math.round(value * 100) / 100}${unit === '' ? '' : ` ${unit}`}`;
}

/** What keeps an alert from being told, and that it is acknowledged. */
export function quietText({ ackedBy, ackedUntil, windowId, inhibitedBy }: Alert): string {
  const parts = [
    ackedUntil === null ? undefined : `acked by ${ackedBy ?? 'somebody'}`,
    windowId === null ? undefined : 'silenced',
    inhibitedBy === null ? undefined : 'inhibited',
  ];
  const text = parts.filter((part) => part !== undefined).join(', ');
  return text === '' ? '–' : text;
}
