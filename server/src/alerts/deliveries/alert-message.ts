import type { AlertKind, AlertSeverity, DeliveryEvent } from '@hyprbox/contracts';

/** One alert as a message tells it. Nothing in it is markup: each channel escapes it in its own way. */
export interface MessageAlert {
  id: string;
  ruleName: string;
  kind: AlertKind;
  severity: AlertSeverity;
  state: 'FIRING' | 'RESOLVED';
  /** The host's name as people know it; null where the alert is of no host. */
  host: string | null;
  nodeId: string | null;
  /** What on the host: a mount, a preset, a policy; null if it is the host itself. */
  what: string | null;
  /** Its figure with its unit, such as `97.3 %`; null where there is none. */
  value: string | null;
  /** ISO 8601. */
  since: string;
  resolvedAt: string | null;
  runbook: string | null;
  note: string | null;
  /** The alert's page; null where nobody has said at which address people open the console. */
  url: string | null;
}

/** What a message says, as it is kept with its delivery: what was known when it was queued. */
export interface AlertMessage {
  event: DeliveryEvent;
  groupKey: string;
  /** What, where and how bad, on one line of plain text. */
  title: string;
  severity: AlertSeverity;
  /** The worst and newest first; at most 20. */
  alerts: MessageAlert[];
  /** How many more there are. */
  more: number;
  /** The list of alerts; null where nobody has said at which address people open the console. */
  externalUrl: string | null;
}

/** How a title ends that tells of several alerts, of which it names the first. */
export function andMore(count: number): string {
  return count > 1 ? ` and ${count - 1} more` : '';
}

/** The same without some of its alerts; one of which nothing would be left is as it was. */
export function messageWithout(message: AlertMessage, alertIds: ReadonlySet<string>): AlertMessage {
  const alerts = message.alerts.filter(({ id }) => !alertIds.has(id));
  if (alerts.length === 0 || alerts.length === message.alerts.length) return message;
  const ending = andMore(message.alerts.length + message.more);
  const start = ending === '' ? message.title : message.title.slice(0, -ending.length);
  return { ...message, title: start + andMore(alerts.length + message.more), alerts };
}
