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

/** A host's name as people call it. */
export function nodeName({ displayName, id }: Node): string {
  return displayName ?? id;
}
