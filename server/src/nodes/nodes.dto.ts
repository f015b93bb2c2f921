import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  limits,
  nodeSorts,
  nodeStatuses,
  type NodeSort,
  type NodeStatus,
  type UpdateNodeRequest,
} from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '../http/page-query.dto.js';

/** A tag: no space and no comma, so that it needs no quoting in an address, a list or a shell. */
const tagPattern = new RegExp(`^[\\p{L}\\p{N}][\\p{L}\\p{N}._:/=@+-]{0,${limits.tagLength - 1}}$`, 'u');
/** Nothing that a terminal or PostgreSQL would stumble over: no control character, no half of a surrogate pair. */
const plainText = /^[^\p{Cc}\p{Cs}]*$/u;
const plainTextMessage = 'must be text without control characters';

export class NodesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: nodeStatuses })
  @IsOptional()
  @IsIn(nodeStatuses, { message: `must be one of ${nodeStatuses.join(', ')}` })
  status?: NodeStatus;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(limits.tagLength)
  @Matches(plainText, { message: plainTextMessage })
  tag?: string;

  /** Part of the id, the host's name or the display name. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(limits.nameLength)
  @Matches(plainText, { message: plainTextMessage })
  q?: string;

  @ApiPropertyOptional({ enum: nodeSorts, default: 'name' })
  @IsOptional()
  @IsIn(nodeSorts, { message: `must be one of ${nodeSorts.join(', ')}` })
  sort: NodeSort = 'name';
}

export class UpdateNodeDto implements UpdateNodeRequest {
  @ApiPropertyOptional({ type: [String], maxItems: limits.tagsPerNode })
  @IsOptional()
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
  @IsString()
  @MaxLength(limits.nameLength)
  @Matches(plainText, { message: plainTextMessage })
  displayName?: string;
}
