import type { CreateBackupPolicyRequest, UpdateBackupPolicyRequest } from '@hyprbox/contracts';
import { UsageError } from '../../../errors.js';

/** What has to be said, and how it is said on a command line. */
const needed: readonly (readonly [field: keyof CreateBackupPolicyRequest, words: string])[] = [
  ['name', 'a name'],
  ['repository', '--repository'],
  ['passwordRef', '--password-ref'],
  ['paths', '--path'],
  ['schedule', '--schedule'],
];

/** Throws UsageError that names everything that is missing at once. */
export function completePolicy(fields: UpdateBackupPolicyRequest): CreateBackupPolicyRequest {
  const missing = needed.flatMap(([field, words]) => (fields[field] === undefined ? [words] : []));
  if ((fields.nodeId ?? fields.tag ?? null) === null) missing.push('--node or --tag');
  if (missing.length > 0) {
    throw new UsageError(`Missing: ${missing.join(', ')}`, 'see `hyprbox backup policy create --help`');
  }
  // Every field that such a request must have is there.
  return fields as CreateBackupPolicyRequest;
}
