import { Module } from '@nestjs/common';
import { ChannelSecrets } from './channel-secrets.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelsRepository } from './channels.repository.js';
import { ChannelsService } from './channels.service.js';
import { SecretBox } from './secret-box.js';
import { SecretRenewal } from './secret-renewal.js';

/** The ways by which people are told of alerts. */
@Module({
  controllers: [ChannelsController],
  providers: [ChannelsRepository, SecretBox, ChannelSecrets, ChannelsService, SecretRenewal],
  exports: [ChannelSecrets, ChannelsService],
})
export class AlertChannelsModule {}
