import { join } from 'node:path';
import type { Config } from '../config/environment.js';
import { keptSecret } from '../config/kept-secret.js';

/** Injection token of the key that signs sessions. */
export const JWT_SECRET = Symbol('JwtSecret');

const secretBytes = 48;

/** The configured secret, or one that is made once and kept for the server alone in the data directory. */
export async function jwtSecret({ jwtSecret: configured, dataDir }: Config): Promise<string> {
  if (configured !== null) return configured;
  return keptSecret({
    path: join(dataDir, 'jwt.secret'),
    bytes: secretBytes,
    encoding: 'base64url',
    isUsable: (text) => text.length >= secretBytes,
    remedy: 'Remove the file: a new one is made, and everyone signs in again.',
  });
}
