import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseAway } from '../../database/database-away.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { UnreadableSecretError } from './channels.errors.js';
import { ChannelsRepository } from './channels.repository.js';
import { SecretBox } from './secret-box.js';

/** At a start, seals with the key that is in use now what is sealed with an older one, so that that one can be given up. */
@Injectable()
export class SecretRenewal implements OnApplicationBootstrap {
  private readonly logger = new Logger('Secrets');

  constructor(
    private readonly channels: ChannelsRepository,
    private readonly box: SecretBox,
    private readonly work: UnitOfWork,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      for (const { id } of await this.channels.findAll()) await this.renew(id);
    } catch (error) {
      // Secrets stay as they are, and whoever needs one is told what is wrong with it.
      if (!isDatabaseAway(error)) this.logger.error({ err: error }, 'Secrets could not be sealed anew');
    }
  }

  private async renew(id: string): Promise<void> {
    try {
      const renewed = await this.work.system('alert-channels', async (tx) => {
        const channel = await this.channels.lock(tx, id);
        if (!channel) return false;
        const secrets = { ...channel.secrets };
        for (const [name, sealed] of Object.entries(secrets)) {
          if (await this.box.isCurrent(sealed)) continue;
          const place = { channelId: id, name };
          secrets[name] = await this.box.seal(place, await this.box.open(place, sealed));
        }
        const isNew = Object.keys(secrets).some((name) => secrets[name] !== channel.secrets[name]);
        if (isNew) await this.channels.update(tx, { id, secrets });
        return isNew;
      });
      if (renewed)
        this.logger.log(`The secrets of the alert channel ${id} are sealed with the key that is in use now.`);
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      this.logger.warn(`The alert channel ${id} can't be used here. ${error.message}`);
    }
  }
}
