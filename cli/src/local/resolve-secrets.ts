import { readFile } from 'node:fs/promises';
import { secretOfFile, secretRefPattern, secretVariable } from '@hyprbox/contracts';
import type { PresetSummary, VariableValues } from '@hyprbox/contracts';
import { UsageError } from '../errors.js';

/** An environment variable cannot be longer than this on Linux (MAX_ARG_STRLEN). */
const secretBytesMax = 128 * 1024 - 256;

/**
 * Finds the secrets that a preset's `secretRef` variables point to, as the environment in which its script looks for
 * them: `HYPRBOX_SECRET_<NAME>`. They stay on this machine; errors name the reference, never the secret.
 */
export async function resolveSecrets(
  preset: PresetSummary,
  variables: VariableValues,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const variable of preset.variables) {
    if (variable.type !== 'secretRef') continue;
    const reference = variables[variable.name] ?? variable.default;
    // The server says what is missing, together with everything else that is wrong.
    if (reference === null || reference === '') continue;
    secrets[secretVariable(variable.name)] = await resolve(variable.name, String(reference), env);
  }
  return secrets;
}

async function resolve(
  name: string,
  reference: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (!secretRefPattern.test(reference)) {
    throw new UsageError(`${name} must be env:NAME or file:/absolute/path, and not HYPRBOX_…`);
  }
  const secret = reference.startsWith('env:')
    ? fromEnvironment(name, reference.slice('env:'.length), env)
    : await fromFile(name, reference.slice('file:'.length));
  if (secret.includes('\0')) throw new UsageError(`${name}: the secret at ${reference} holds a NUL`);
  if (Buffer.byteLength(secret) > secretBytesMax)
    throw new UsageError(`${name}: the secret at ${reference} is too long`);
  return secret;
}

function fromEnvironment(name: string, key: string, env: Readonly<Record<string, string | undefined>>): string {
  const secret = Object.hasOwn(env, key) ? env[key] : undefined;
  if (secret === undefined) throw new UsageError(`${name}: the environment variable ${key} is not set`);
  return secret;
}

async function fromFile(name: string, path: string): Promise<string> {
  try {
    return secretOfFile(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
