import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { limits, nodeIdPattern } from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

/** Nodes that one stream may name; without names it shows all. */
const streamNodes = 1_000;
/** Longest id of an event of the nodes' stream. */
const nodeStreamIdLength = 64;

export class NodeStreamQuery {
  @ApiPropertyOptional({ type: String, description: 'Ids of nodes, separated by commas.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value))
  @ArrayMaxSize(streamNodes)
  @Matches(nodeIdPattern, { each: true, message: 'must be ids of nodes, separated by commas' })
  nodeIds?: string[];

  @ApiPropertyOptional({ maxLength: limits.tagLength })
  @IsOptional()
  @IsString()
  @MaxLength(limits.tagLength)
  tag?: string;

  /** For clients that can't set the header of this name. */
  @ApiPropertyOptional({ maxLength: nodeStreamIdLength })
  @IsOptional()
  @IsString()
  @MaxLength(nodeStreamIdLength)
  lastEventId?: string;
}

/** Longest id of a job stream's event: a place in two streams of each job. */
const jobStreamIdLength = limits.streamJobs * 32;

export class JobStreamQuery {
  @ApiProperty({ type: String, minLength: 1, description: 'Ids of jobs, separated by commas.' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value))
  @ArrayMinSize(1, { message: 'must name at least one job' })
  @ArrayMaxSize(limits.streamJobs, { message: `must name at most ${limits.streamJobs} jobs` })
  @IsUUID(undefined, { each: true, message: 'must be ids of jobs, separated by commas' })
  ids!: string[];

  /** For clients that can't set the header of this name. */
  @ApiPropertyOptional({ maxLength: jobStreamIdLength })
  @IsOptional()
  @IsString()
  @MaxLength(jobStreamIdLength)
  lastEventId?: string;
}
