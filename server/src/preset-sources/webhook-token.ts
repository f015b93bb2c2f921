import { createHash, randomBytes } from 'node:crypto';

const secretBytes = 32;

/** The secret part of a webhook's address: only its hash is kept, so it can be shown this once. */
export function newWebhookToken(): { token: string; hash: Buffer } {
  const token = `hbps_${randomBytes(secretBytes).toString('base64url')}`;
  return { token, hash: webhookTokenHash(token) };
}

export function webhookTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
