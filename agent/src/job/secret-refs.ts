import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { secretOfFile, secretPrefix, secretVariablePattern } from '@hyprbox/contracts';
import { describe } from '../log.js';
import { liesIn } from './closed-directories.js';

export const secretBytesMax = 64 * 1024;

const resticPasswordVariable = `${secretPrefix}VAULT__RESTIC_PASSWORD`;
/** Where a repository's password is to be read from, beside the password as other secrets are read. */
const resticPasswordFileVariable = `${resticPasswordVariable}_FILE`;

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
    if (!secretVariablePattern.test(variable)) {
      throw new SecretUnavailable(`The secret ${reference} cannot be given to a variable of that name.`);
    }
    const value = await resolve(reference, sources);
    if (variable === resticPasswordVariable && reference.startsWith('file:')) {
      // Restic reads it itself, by rules of its own: blanks, byte order marks and encodings are its affair.
      secrets[resticPasswordFileVariable] = reference.slice('file:'.length);
      if (value.includes('\0')) continue;
    }
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
  // Not what every object inherits, such as `constructor`.
  const value = Object.hasOwn(sources.environment, name) ? sources.environment[name] : undefined;
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
  if (await liesIn(file.fd, sources.closed)) {
    throw new SecretUnavailable(`The secret ${reference} lies where the agent reads no secrets.`);
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
  return secretOfFile(value);
}
