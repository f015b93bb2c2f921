import { Module } from '@nestjs/common';
import { NodeTagsController } from './node-tags.controller.js';
import { NodeTagsRepository } from './node-tags.repository.js';
import { NodeTagsService } from './node-tags.service.js';

/** Tags of many nodes at once. */
@Module({
  controllers: [NodeTagsController],
  providers: [NodeTagsRepository, NodeTagsService],
})
export class NodeTagsModule {}
