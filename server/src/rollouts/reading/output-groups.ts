import type { EndedOutput } from '../../executions/ended-outputs.js';
import type { EndedHost } from './rollout-outputs.repository.js';

/** A host whose output is kept. */
export interface HostOutput extends EndedHost {
  output: EndedOutput;
  sha256: string;
}

/** Hosts that printed the same on both streams and ended alike. */
export type AlikeHosts = [HostOutput, ...HostOutput[]];

/** The largest group first; of those that are as large, the one with the first host. */
export function groupAlike(hosts: readonly HostOutput[]): AlikeHosts[] {
  const groups = new Map<string, AlikeHosts>();
  for (const host of hosts) {
    const key = keyOf(host);
    const group = groups.get(key);
    if (group) group.push(host);
    else groups.set(key, [host]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** With how much was printed on each stream: the hash alone does not tell where one ends and the other begins. */
function keyOf({ sha256, state, exitCode, output: { stdoutBytes, stderrBytes } }: HostOutput): string {
  return [sha256, state, exitCode, stdoutBytes, stderrBytes].join(' ');
}
