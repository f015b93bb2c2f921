import type { BackupPolicyFields } from '@hyprbox/contracts';

/** The fields that a change of a policy changes, as they are afterwards. */
export function differences(before: BackupPolicyFields, after: BackupPolicyFields): Partial<BackupPolicyFields> {
  const known: Record<string, unknown> = { ...before };
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => canonical(known[name]) !== canonical(value)),
  );
}

/** The database gives objects back with their keys in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
