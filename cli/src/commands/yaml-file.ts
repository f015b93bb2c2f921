import { readFile } from 'node:fs/promises';
import { limits } from '@hyprbox/contracts';
import { UsageError } from '../errors.js';
import type { Io } from '../io.js';
import { readInput } from '../prompt.js';

/** The mapping that a YAML or JSON file holds, which `--file` names (`-`: stdin). @param what as in `one policy` */
export async function readYamlFile(io: Io, path: string, what: string): Promise<Record<string, unknown>> {
  const name = path === '-' ? 'stdin' : path;
  const bytes = path === '-' ? await readInput(io, limits.bodyBytes) : await bytesOf(path);
  if (bytes.length > limits.bodyBytes) throw new UsageError(`--file: ${name} is larger than ${what} may be`);
  const value = await parse(name, bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`--file: ${name} must hold ${what}: a mapping of fields to values`);
  }
  return { ...value };
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`--file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** YAML 1.2 reads JSON too. */
async function parse(name: string, bytes: Buffer): Promise<unknown> {
  // Loaded here, so that no other command has to wait for it.
  const yaml = await import('yaml');
  try {
    const value: unknown = yaml.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value;
  } catch (error) {
    throw new UsageError(`--file: ${name} is neither YAML nor JSON: ${error instanceof Error ? error.message : ''}`);
  }
}
