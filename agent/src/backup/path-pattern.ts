/** What restic prints for each byte of a name that is no UTF-8. */
const replacement = '\ufffd';

/**
 * The pattern of restic's filters (Go's filepath.Match) that stands for one path and what lies below it. A byte that the
 * listing could not show is any byte that is no UTF-8: Go reads each of them as U+FFFD.
 */
export function pathPattern(path: string): string {
  return path.replace(/[\\*?[]/g, '\\$&').replaceAll(replacement, `[${replacement}]`);
}

/** Whether the path is the other one or lies below it. */
export function isWithin(path: string, other: string): boolean {
  const base = other.replace(/\/+$/, '');
  return path === base || path.startsWith(`${base}/`);
}
