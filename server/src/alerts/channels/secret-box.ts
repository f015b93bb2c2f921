import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { UnreadableSecretError } from './channels.errors.js';
import type { SealedSecret } from './sealed-secret.js';
import { openingKeys, sealingKey, type SecretKey } from './secret-keys.js';

const cipher = 'aes-256-gcm';
/** What NIST SP 800-38D recommends for GCM. */
const ivBytes = 12;
const tagBytes = 16;

/** Whose secret it is: sealed in, so that one that was moved to another channel or field does not open. */
export interface SecretPlace {
  channelId: string;
  name: string;
}

/** Keeps secrets from whoever has the database and not the key. */
@Injectable()
export class SecretBox {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async seal(place: SecretPlace, text: string): Promise<SealedSecret> {
    const key = await sealingKey(this.config);
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, key.bytes, iv, { authTagLength: tagBytes }).setAAD(bound(place));
    const data = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
    return {
      key: key.id,
      iv: iv.toString('base64'),
      data: data.toString('base64'),
      tag: sealing.getAuthTag().toString('base64'),
    };
  }

  /** @throws UnreadableSecretError where the key is not known here, or what is stored was changed */
  async open(place: SecretPlace, sealed: SealedSecret): Promise<string> {
    const key = (await openingKeys(this.config)).find(({ id }) => id === sealed.key);
    if (!key) throw new UnreadableSecretError(place.name, 'KEY_UNKNOWN');
    return opened(key, place, sealed);
  }

  /** Whether a secret is sealed with the key that is in use now. Makes no key. */
  async isCurrent(sealed: SealedSecret): Promise<boolean> {
    const [first] = await openingKeys(this.config);
    return first?.id === sealed.key;
  }
}

function opened(key: SecretKey, place: SecretPlace, { iv, data, tag }: SealedSecret): string {
  try {
    const opening = createDecipheriv(cipher, key.bytes, Buffer.from(iv, 'base64'), { authTagLength: tagBytes })
      .setAAD(bound(place))
      .setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([opening.update(Buffer.from(data, 'base64')), opening.final()]).toString('utf8');
  } catch {
    // What OpenSSL says of it is that it could not; nothing of the secret may be in an error.
    throw new UnreadableSecretError(place.name, 'CHANGED');
  }
}

function bound({ channelId, name }: SecretPlace): Buffer {
  return Buffer.from(`${channelId} ${name}`);
}
