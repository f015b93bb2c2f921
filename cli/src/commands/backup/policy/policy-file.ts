import { readFile } from 'node:fs/promises';
import { limits } from '@hyprbox/contracts';
import type { BackupPolicy, BackupPolicyFields, UpdateBackupPolicyRequest } from '@hyprbox/contracts';
import { UsageError } from '../../../errors.js';
import type { Io } from '../../../io.js';
import { readInput } from '../../../prompt.js';

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
  const name = path === '-' ? 'stdin' : path;
  const bytes = path === '-' ? await readInput(io, limits.bodyBytes) : await bytesOf(path);
  if (bytes.length > limits.bodyBytes) throw new UsageError(`--file: ${name} is larger than a policy may be`);
  const fields = await parseMapping(name, bytes);
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !Object.hasOwn(derived, key)));
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`--file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** YAML 1.2 reads JSON too. */
async function parseMapping(name: string, bytes: Buffer): Promise<Record<string, unknown>> {
  // Loaded here, so that no other command has to wait for it.
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new UsageError(`--file: ${name} is neither YAML nor JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`--file: ${name} must hold one policy: a mapping of fields to values`);
  }
  return { ...value };
}
