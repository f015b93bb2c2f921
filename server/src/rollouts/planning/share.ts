/** So many of all hosts: a number as it is, or a share of them rounded down; at least one. */
export function hostsOf(size: string, targets: number): number {
  const hosts = size.endsWith('%') ? Math.floor((Number(size.slice(0, -1)) * targets) / 100) : Number(size);
  return Math.max(1, hosts);
}
