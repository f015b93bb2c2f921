import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { nodeTokenPattern } from '@hyprbox/contracts';

const prefixAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const prefixLength = 8;
const secretBytes = 32;

export interface NewTokenSecret {
  token: string;
  prefix: string;
  hash: Buffer;
}

/** A new node token: only its hash is kept, so it can be shown this once. */
export function newTokenSecret(): NewTokenSecret {
  const prefix = Array.from({ length: prefixLength }, () => prefixAlphabet[randomInt(prefixAlphabet.length)]).join('');
  const token = `hbnt_${prefix}${randomBytes(secretBytes).toString('base64url')}`;
  return { token, prefix, hash: hashOf(token) };
}

/** The prefix that finds the row of what looks like a node token. */
export function prefixOf(text: string): string | null {
  return nodeTokenPattern.exec(text)?.[1] ?? null;
}

/** Compares in a time that tells nothing of the hash. */
export function tokenMatches(text: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOf(text), hash);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
