import { Injectable } from '@nestjs/common';
import { UnavailableError } from '../../common/domain-error.js';
import type { AlertChannelEntity } from './alert-channel.entity.js';
import type { Addressee } from './addressee.js';
import { ChannelsRepository } from './channels.repository.js';
import type { SealedSecret } from './sealed-secret.js';
import { SecretBox } from './secret-box.js';

type Sealed = Record<string, SealedSecret>;

/** The secrets of channels, sealed for the database and opened to send. */
@Injectable()
export class ChannelSecrets {
  constructor(
    private readonly channels: ChannelsRepository,
    private readonly box: SecretBox,
  ) {}

  /** What is stored with what is given: one that is left out stays, an empty one is forgotten. */
  async sealed(channelId: string, stored: Sealed, given: Record<string, string>): Promise<Sealed> {
    const next = { ...stored };
    for (const [name, text] of Object.entries(given)) {
      if (text === '') delete next[name];
      else next[name] = await this.seal(channelId, name, text);
    }
    return next;
  }

  /**
   * The channel with its secrets opened; null if it is not there.
   *
   * @throws UnreadableSecretError
   */
  async addressee(id: string): Promise<Addressee | null> {
    const row = await this.channels.find(id);
    return row && this.opened(row);
  }

  private async opened({ id, name, type, enabled, config, secrets }: AlertChannelEntity): Promise<Addressee> {
    const open: Record<string, string> = {};
    for (const [field, sealed] of Object.entries(secrets)) {
      open[field] = await this.box.open({ channelId: id, name: field }, sealed);
    }
    return { id, name, type, enabled, config, secrets: open };
  }

  private async seal(channelId: string, name: string, text: string): Promise<SealedSecret> {
    try {
      return await this.box.seal({ channelId, name }, text);
    } catch (error) {
      // The data directory may not be writable where the database is elsewhere.
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new UnavailableError(
        `The key for secrets can't be kept in the data directory (${String(error.code)}): set HYPRBOX_SECRETS_KEY.`,
      );
    }
  }
}
