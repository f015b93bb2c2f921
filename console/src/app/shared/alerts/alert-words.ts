import type {
  Alert,
  AlertEventKind,
  AlertKind,
  AlertMetric,
  AlertSeverity,
  AlertState,
  AlertTarget,
  SelfCheck,
} from '@hyprbox/contracts';
import { selfChecks } from '@hyprbox/contracts';
import { formatBytesPerSecond, formatCount, formatDuration } from '../figures/format';

export const severityWords: Readonly<Record<AlertSeverity, string>> = { WARNING: 'Warning', CRITICAL: 'Critical' };

export const stateWords: Readonly<Record<AlertState, string>> = {
  PENDING: 'Pending',
  FIRING: 'Firing',
  RECOVERING: 'Recovering',
  RESOLVED: 'Resolved',
};

export const kindWords: Readonly<Record<AlertKind, string>> = {
  METRIC: 'Metric',
  NODE_SILENT: 'Silent host',
  JOB: 'Failed job',
  BACKUP: 'Backup',
  BEAT: 'Missed beat',
  SELF: 'HyprBox itself',
  FLEET_SILENT: 'Many silent hosts',
};

export const metricWords: Readonly<Record<AlertMetric, string>> = {
  cpuPct: 'CPU',
  memPct: 'Memory',
  swapPct: 'Swap',
  diskPct: 'Fullest disk',
  filesystemPct: 'Space of a filesystem',
  inodesPct: 'Inodes of a filesystem',
  load1PerCore: 'Load per core, 1 min',
  netRxBps: 'Network received',
  netTxBps: 'Network sent',
  diskReadBps: 'Disk read',
  diskWriteBps: 'Disk written',
  processes: 'Processes',
};

export const checkWords: Readonly<Record<SelfCheck, string>> = {
  DATA_DISK: 'Disk of the data directory',
  DELIVERY: 'A message that could not be delivered',
  ROLLUP: 'Roll-ups behind',
  EVALUATION: 'Evaluation of the rules behind',
  AUDIT_CHAIN: 'Audit trail broken',
  APPROVAL_OVERRIDE: 'Approval overridden',
  PRESET_SOURCE: 'Presets can’t be taken from their source',
};

export const alertEventWords: Readonly<Record<AlertEventKind, string>> = {
  PENDING: 'Pending',
  FIRED: 'Fired',
  RECOVERING: 'Recovering',
  FIRED_AGAIN: 'Fired again',
  RESOLVED: 'Resolved',
  ACKED: 'Acknowledged',
  UNACKED: 'Acknowledgement taken back',
  NOTE: 'Note',
  SILENCED: 'Silenced',
  UNSILENCED: 'No longer silenced',
  INHIBITED: 'Inhibited',
  UNINHIBITED: 'No longer inhibited',
  RULE_CHANGED: 'Rule changed',
  REMEDIATION: 'Remediation',
};

/** "93.4%", "12 MB/s", "1.25": an alert's figure with its unit; null where it has none. */
export function figureWords(value: number | null, unit: string): string | null {
  if (value === null) return null;
  if (unit === 'B/s') return formatBytesPerSecond(value);
  if (unit === 's') return formatDuration(value);
  const figure = value >= 1000 ? formatCount(Math.round(value)) : String(Math.round(value * 100) / 100);
  if (unit === '%') return `${Math.round(value * 10) / 10}%`;
  return unit === '' ? figure : `${figure} ${unit}`;
}

/** What on the host an alert is about, or what else it is about than a host; empty where that is the host itself. */
export function partWords({ mount, preset, policyId, beatId, check }: AlertTarget): string {
  if (mount !== undefined) return mount;
  if (preset !== undefined) return preset;
  if (policyId !== undefined) return 'backup policy';
  if (beatId !== undefined) return 'beat';
  const known = selfChecks.find((each) => each === check);
  return known === undefined ? (check ?? '') : checkWords[known];
}

/** "web-1 /var", "Fleet": in one line what an alert is about. */
export function targetWords({ kind, target }: Pick<Alert, 'kind' | 'target'>): string {
  const words = [target.nodeId ?? '', partWords(target)].filter((part) => part !== '').join(' ');
  return words === '' ? (kind === 'FLEET_SILENT' ? 'The fleet' : 'HyprBox') : words;
}

/** Since when it is so. */
export function alertSince({ firedAt, pendingSince }: Pick<Alert, 'firedAt' | 'pendingSince'>): string {
  return firedAt ?? pendingSince;
}

export function isOpen({ state }: Pick<Alert, 'state'>): boolean {
  return state !== 'RESOLVED';
}

/** Fires, or has not yet been over for long enough. */
export function fires({ state }: Pick<Alert, 'state'>): boolean {
  return state === 'FIRING' || state === 'RECOVERING';
}

/** @param now milliseconds since the epoch */
export function isAcknowledged({ ackedUntil }: Pick<Alert, 'ackedUntil'>, now: number): boolean {
  return ackedUntil !== null && Date.parse(ackedUntil) > now;
}

export function isQuiet({ windowId, inhibitedBy }: Pick<Alert, 'windowId' | 'inhibitedBy'>): boolean {
  return windowId !== null || inhibitedBy !== null;
}

/** A runbook's address that may be followed; null for one that would run something. */
export function safeLink(address: string | null | undefined): string | null {
  if (!address || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
