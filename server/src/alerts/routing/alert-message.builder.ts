import type { DeliveryEvent } from '@hyprbox/contracts';
import { andMore, type AlertMessage, type MessageAlert } from '../deliveries/alert-message.js';
import { figureInWords } from '../records/figure-in-words.js';
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
  const value = event === 'resolved' ? null : figureInWords(first);
  const reminder = event === 'reminder' ? 'Still ' : '';
  return `${reminder}${word}: ${first.ruleName}${where === '' ? '' : ` on ${where}`}${value === null ? '' : ` (${value})`}${andMore(members.length)}`;
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
    value: figureInWords(member),
    since: (member.firedAt ?? member.pendingSince).toISOString(),
    resolvedAt: member.resolvedAt?.toISOString() ?? null,
    runbook,
    note,
    url: links.alert(id),
  };
}

/** A rule for a check of HyprBox itself says in its name what it is about. */
function whatOf({ mount, preset, policy, beat }: MemberRow): string | null {
  return mount ?? preset ?? policy ?? beat;
}
