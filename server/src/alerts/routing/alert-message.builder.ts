import type { DeliveryEvent } from '@hyprbox/contracts';
import type { AlertMessage, MessageAlert } from '../deliveries/alert-message.js';
import type { MemberRow } from './alert-groups.repository.js';

/** Alerts that a message tells of one by one. */
const shownAlerts = 20;

/** Addresses of pages of the console. */
export interface ConsoleLinks {
  alert(id: string): string | null;
  alerts(): string | null;
}

/** What a message says of alerts of a group: first of those that fire. */
export function alertMessage(
  event: DeliveryEvent,
  groupKey: string,
  members: readonly MemberRow[],
  links: ConsoleLinks,
): AlertMessage {
  const [first] = members;
  return {
    event,
    groupKey,
    title: titleOf(event, members),
    severity: members.some(({ severity }) => severity === 'CRITICAL') ? 'CRITICAL' : (first?.severity ?? 'WARNING'),
    alerts: members.slice(0, shownAlerts).map((member) => toMessageAlert(member, links)),
    more: Math.max(0, members.length - shownAlerts),
    externalUrl: links.alerts(),
  };
}

/** How bad, what and where, then how many there are besides: `CRITICAL: Filesystem full on web-1 /var (97.3 %) and 3 more`. */
function titleOf(event: DeliveryEvent, members: readonly MemberRow[]): string {
  const [first] = members;
  if (!first) return 'Nothing is wrong';
  const word = event === 'resolved' ? 'RESOLVED' : first.severity;
  const where = [first.host ?? first.nodeId, whatOf(first)].filter((part) => part !== null).join(' ');
  const value = event === 'resolved' ? null : valueOf(first);
  const reminder = event === 'reminder' ? 'Still ' : '';
  const more = members.length > 1 ? ` and ${members.length - 1} more` : '';
  return `${reminder}${word}: ${first.ruleName}${where === '' ? '' : ` on ${where}`}${value === null ? '' : ` (${value})`}${more}`;
}

function toMessageAlert(member: MemberRow, links: ConsoleLinks): MessageAlert {
  const { alertId: id, ruleName, kind, severity, state, host, nodeId, runbook, note } = member;
  return {
    id,
    ruleName,
    kind,
    severity,
    state: state === 'RESOLVED' ? 'RESOLVED' : 'FIRING',
    host: host ?? nodeId,
    nodeId,
    what: whatOf(member),
    value: valueOf(member),
    since: (member.firedAt ?? member.pendingSince).toISOString(),
    resolvedAt: member.resolvedAt?.toISOString() ?? null,
    runbook,
    note,
    url: links.alert(id),
  };
}

function whatOf({ mount, preset, policy, beat, selfCheck }: MemberRow): string | null {
  return mount ?? preset ?? policy ?? beat ?? selfCheck;
}

/** Such as `97.3 %`, `1.2 MB/s`, `5 min`. */
export function valueOf({ value, unit, kind }: Pick<MemberRow, 'value' | 'unit' | 'kind'>): string | null {
  if (value === null) return null;
  if (kind === 'FLEET_SILENT') return `${value} hosts`;
  if (unit === 's') return inTime(value);
  if (unit === 'B/s') return `${inUnits(value)}/s`;
  const figure = String(Math.round(value * 10) / 10);
  return unit === '' ? figure : `${figure} ${unit}`;
}

function inTime(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

function inUnits(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Math.round((bytes / 1000 ** power) * 10) / 10} ${units[power]}`;
}
