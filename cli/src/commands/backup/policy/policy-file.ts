import type { BackupPolicy, BackupPolicyFields, UpdateBackupPolicyRequest } from '@hyprbox/contracts';
import type { Io } from '../../../io.js';
import { readYamlFile } from '../../yaml-file.js';

/** What the server says of a policy beyond what was written: it is in `show --json`, and no part of a file. */
const derived: Readonly<Record<Exclude<keyof BackupPolicy, keyof BackupPolicyFields>, true>> = {
  id: true,
  scheduleText: true,
  nextRuns: true,
  nodes: true,
  protection: true,
  createdAt: true,
  updatedAt: true,
};

/**
 * The policy that a YAML or JSON file holds (`-`: stdin), such as `policy show --json` prints. Fields and values are
 * left to the server, which names each fault.
 */
export async function readPolicyFile(io: Io, path: string): Promise<UpdateBackupPolicyRequest> {
  const fields = await readYamlFile(io, path, 'one policy');
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !Object.hasOwn(derived, key)));
}
