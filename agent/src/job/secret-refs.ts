import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { describe } from '../log.js';

export const secretBytesMax = 64 * 1024;

/** Kernel filesystems hold the agent's own environment and memory. */
const closedTrees = ['/proc', '/sys', '/dev'];

/** The names that rendered scripts read secrets from; no other variable of a job can be set this way. */
const secretVariable = /^HYPRBOX_SECRET_[A-Z0-9_]+$/;

/** Says which reference is at fault and why; never the value. */
export class SecretUnavailable extends Error {}

export interface SecretSources {
  environment: NodeJS.ProcessEnv;
  /** Directories and files that no reference may reach. */
  closed: readonly string[];
}

/** Resolves every reference to its value: variable name → secret. */
export async function resolveSecrets(
  references: Readonly<Record<string, string>>,
  sources: SecretSources,
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const [variable, reference] of Object.entries(references)) {
    if (!secretVariable.test(variable)) {
      throw new SecretUnavailable(`The secret ${reference} cannot be given to a variable of that name.`);
    }
    const value = await resolve(reference, sources);
    if (value.includes('\0')) throw new SecretUnavailable(`The secret ${reference} holds a NUL byte.`);
    secrets[variable] = value;
  }
  return secrets;
}

function resolve(reference: string, sources: SecretSources): Promise<string> | string {
  if (reference.startsWith('env:')) return fromEnvironment(reference, reference.slice(4), sources);
  if (reference.startsWith('file:')) return fromFile(reference, reference.slice(5), sources);
  throw new SecretUnavailable(`The secret reference ${reference} is neither env:NAME nor file:/path.`);
}

function fromEnvironment(reference: string, name: string, sources: SecretSources): string {
  if (name.startsWith('HYPRBOX_')) throw new SecretUnavailable(`The secret ${reference} is the agent's own.`);
  const value = sources.environment[name];
  if (value === undefined) throw new SecretUnavailable(`The secret ${reference} is not set for the agent.`);
  return value;
}

async function fromFile(reference: string, path: string, sources: SecretSources): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0')) {
    throw new SecretUnavailable(`The secret ${reference} needs an absolute path.`);
  }
  let file: FileHandle | undefined;
  try {
    // Not to wait for the other end of a pipe.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return await readSecret(reference, file, sources);
  } catch (error) {
    if (error instanceof SecretUnavailable) throw error;
    throw new SecretUnavailable(`The secret ${reference} cannot be read: ${describe(error)}.`);
  } finally {
    await file?.close();
  }
}

async function readSecret(reference: string, file: FileHandle, sources: SecretSources): Promise<string> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new SecretUnavailable(`The secret ${reference} is not a regular file.`);
  // Asked of the open file, so that no link can be changed between the question and the reading.
  const real = await readlink(`/proc/self/fd/${file.fd}`);
  for (const closed of [...closedTrees, ...sources.closed]) {
    const tree = await realpath(closed).catch(() => closed);
    if (real === tree || real.startsWith(tree + sep)) {
      throw new SecretUnavailable(`The secret ${reference} lies where the agent reads no secrets.`);
    }
  }
  const buffer = Buffer.alloc(secretBytesMax + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
    if (length > secretBytesMax) throw new SecretUnavailable(`The secret ${reference} is larger than 64 KiB.`);
  }
  const value = buffer.toString('utf8', 0, length);
  buffer.fill(0);
  return value.replace(/\r?\n$/, '');
}
