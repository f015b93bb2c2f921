import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import {
  limits,
  nodeSorts,
  nodeStatuses,
  tagPattern,
  type NodeSort,
  type NodeStatus,
  type UpdateNodeRequest,
} from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PageQuery } from '../http/page-query.dto.js';
import { PlainText } from '../http/plain-text.js';

/** Says in words what few readers of patterns know: those of letters of any script. */
const tagRule = 'Letters and digits of any script and . _ : / = @ + -, the first a letter or digit.';

/** Which nodes are meant, but for their status: it is what the summary counts. */
export class SummaryQuery {
  @ApiPropertyOptional({ maxLength: limits.tagLength })
  @IsOptional()
  @PlainText(limits.tagLength)
  tag?: string;

  /** Part of the id, the host's name or the display name. */
  @ApiPropertyOptional({ maxLength: limits.nameLength })
  @IsOptional()
  @PlainText(limits.nameLength)
  q?: string;
}

export class NodesQuery extends IntersectionType(PageQuery, SummaryQuery) {
  @ApiPropertyOptional({ enum: nodeStatuses })
  @IsOptional()
  @IsIn(nodeStatuses, { message: `must be one of ${nodeStatuses.join(', ')}` })
  status?: NodeStatus;

  @ApiPropertyOptional({ enum: nodeSorts, default: 'name' })
  @IsOptional()
  @IsIn(nodeSorts, { message: `must be one of ${nodeSorts.join(', ')}` })
  sort: NodeSort = 'name';
}

export class UpdateNodeDto implements UpdateNodeRequest {
  @ApiPropertyOptional({
    type: 'array',
    maxItems: limits.tagsPerNode,
    items: { type: 'string', minLength: 1, maxLength: limits.tagLength, description: tagRule },
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(limits.tagsPerNode)
  @Matches(tagPattern, {
    each: true,
    message: `must be tags: letters, digits and . _ : / = @ + -, at most ${limits.tagLength} characters each`,
  })
  tags?: string[];

  /** An empty string, or null, takes the display name away. */
  @ApiPropertyOptional({ maxLength: limits.nameLength, nullable: true })
  @Transform(({ value }: { value: unknown }) => (value === null ? '' : value))
  @IsOptional()
  @PlainText(limits.nameLength)
  displayName?: string;
}
