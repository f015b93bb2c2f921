import type { Node } from '@hyprbox/contracts';

/** What kind of host it is, in a line: "Debian 12 · 8 cores · eu-central". */
export function nodeSubtitle({ inventory, hostname, displayName, id }: Node): string {
  const cores = inventory.cpuCores;
  const parts = [
    inventory.os,
    cores === undefined ? undefined : `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    inventory.region,
  ].filter((part) => part !== undefined && part !== '');
  if (parts.length > 0) return parts.join(' · ');
  return displayName !== null || hostname !== id ? hostname : 'No inventory yet';
}

/** "Disk /var": which filesystem the figure is of; the root is what one expects, and an older agent does not say it. */
export function diskName(metrics: Node['metrics']): string {
  const mount = metrics?.diskMount ?? '/';
  return mount === '/' ? 'Disk' : `Disk ${mount}`;
}

/**
 * Since when a host has needed somebody; null of one that does not, that is silent (which its last heartbeat tells), whose
 * status is an old one, or where nobody knows.
 */
export function worseSince({ status, statusSince, statusAsOf }: Node): string | null {
  if (statusAsOf || (status !== 'CRITICAL' && status !== 'WARNING')) return null;
  return statusSince ?? null;
}

/** A host's name as people call it. */
export function nodeName({ displayName, id }: Node): string {
  return displayName ?? id;
}
