import { createHash, randomBytes } from 'node:crypto';

const secretBytes = 32;

/** The secret part of a beat's address: only its hash is kept, so it can be shown this once. */
export function newBeatToken(): { token: string; hash: Buffer } {
  const token = `hbbt_${randomBytes(secretBytes).toString('base64url')}`;
  return { token, hash: beatTokenHash(token) };
}

export function beatTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
