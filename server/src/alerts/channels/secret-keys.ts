import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../../config/environment.js';
import { keptSecret, readKeptSecret, type KeptSecret } from '../../config/kept-secret.js';

/** A key of AES-256, and the name under which sealed secrets refer to it, which tells nothing of it. */
export interface SecretKey {
  id: string;
  bytes: Buffer;
}

const keyBytes = 32;
const idLength = 16;

/**
 * The keys that open secrets: those that are given and that of the data directory, if one was made. So a key may be given
 * after secrets were sealed with the made one.
 */
export async function openingKeys({ secretsKeys, dataDir }: Config): Promise<SecretKey[]> {
  const made = await readKeptSecret(madeKey(dataDir));
  const all = [...(secretsKeys ?? []), ...(made === null ? [] : [Buffer.from(made, 'base64')])];
  return all.map(named);
}

/** The key that seals: the first that is given, else that of the data directory, which is made if there is none. */
export async function sealingKey({ secretsKeys, dataDir }: Config): Promise<SecretKey> {
  const [given] = secretsKeys ?? [];
  return named(given ?? Buffer.from(await keptSecret(madeKey(dataDir)), 'base64'));
}

function madeKey(dataDir: string): KeptSecret {
  return {
    path: join(dataDir, 'secrets.key'),
    bytes: keyBytes,
    encoding: 'base64',
    isUsable: (text) => Buffer.from(text, 'base64').length === keyBytes,
    remedy: 'Put it back from a copy, or remove the file and enter the secrets of all channels anew.',
  };
}

function named(bytes: Buffer): SecretKey {
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, idLength), bytes };
}
