import { ApiPropertyOptional } from '@nestjs/swagger';
import { nodeIdPattern, type AcceptRepositoryRequest } from '@hyprbox/contracts';
import { Matches } from 'class-validator';
import { MayBeLeftOut } from '../../http/may-be-left-out.js';

export class AcceptRepositoryDto implements AcceptRepositoryRequest {
  @ApiPropertyOptional({
    pattern: nodeIdPattern.source,
    description: 'Needed where the policy covers several nodes.',
  })
  @MayBeLeftOut()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId?: string;
}
