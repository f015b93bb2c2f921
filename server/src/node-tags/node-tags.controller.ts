import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ChangedTags, ChangeTags } from '@hyprbox/contracts';
import { changedTagsSchema, changeTagsSchema } from '@hyprbox/contracts/schemas';
import { CurrentActor } from '../http/current-principal.js';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import type { Actor } from '../identity/principal.js';
import { ChangeTagsBody } from './change-tags-body.pipe.js';
import { NodeTagsService } from './node-tags.service.js';

@ApiTags('nodes')
@ApiBearerAuth('user')
@Controller('nodes/tags')
export class NodeTagsController {
  constructor(private readonly tags: NodeTagsService) {}

  /** On each of them, or on none where one would have too many. */
  @RequirePermission('node.manage')
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Give tags to many nodes, and take tags from them' })
  @ApiBody({ schema: openApi(changeTagsSchema) })
  @ApiOkResponse({ schema: openApi(changedTagsSchema) })
  change(@CurrentActor() actor: Actor, @Body(ChangeTagsBody) change: ChangeTags): Promise<ChangedTags> {
    return this.tags.change(actor, change);
  }
}
