import type { AuditEvent } from '@hyprbox/contracts';

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** An instant (ISO 8601) in the browser's time zone to the second: "23 Nov 2026, 13:42:07". */
export function localTime(iso: string): string {
  return dayAndTime.format(new Date(iso));
}

/** Who did it, by name where there is one. */
export function actorWords({ type, id, name }: AuditEvent['actor']): string {
  if (name !== null && name !== '') return name;
  if (id !== null) return id;
  switch (type) {
    case 'system':
      return 'HyprBox itself';
    case 'anonymous':
      return 'Nobody signed in';
    case 'user':
      return 'A user';
    case 'node':
      return 'A host';
  }
}

const targetKinds: Readonly<Record<string, string>> = {
  'backup-policy': 'Backup policy',
  'backup-run': 'Backup run',
  invitation: 'Invitation',
  job: 'Job',
  node: 'Host',
  'node-token': 'Node token',
  settings: 'Settings',
  user: 'User',
};

/** What kind of thing it was done to; the server's own word for a kind that the console does not know. */
export function targetKind({ type }: AuditEvent['target']): string {
  return targetKinds[type] ?? type;
}

/** What the target is known by: the name that the event recorded, else its id. */
export function targetName({ target, details }: AuditEvent): string | null {
  const { email, name } = details;
  if (typeof email === 'string' && email !== '') return email;
  if (typeof name === 'string' && name !== '') return name;
  return target.id;
}

/** The page of the target, where it has one. */
export function targetPage({ type, id }: AuditEvent['target']): string[] | null {
  if (id === null) return null;
  switch (type) {
    case 'node':
      return ['/dashboard/nodes', id];
    case 'job':
      return ['/dashboard/jobs', id];
    case 'backup-policy':
      return ['/dashboard/backups/policies', id];
    case 'backup-run':
      return ['/dashboard/backups/runs', id];
    default:
      return null;
  }
}
