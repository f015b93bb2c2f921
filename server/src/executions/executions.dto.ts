import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  executionKinds,
  limits,
  nodeIdPattern,
  printableLine,
  timelinePattern,
  type ExecutionKindName,
} from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { ToNumber } from '../http/page-query.dto.js';
import { PlainText } from '../http/plain-text.js';

/** Ids that an agent may name as running; more than any host carries. */
const runningIds = 256;
/** Executions that an agent may say it can take; more than any does. */
const capacityMax = 10_000;

export class PendingQuery {
  @ApiProperty({ pattern: nodeIdPattern.source })
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId!: string;

  /** Seconds to wait for something to come when there is nothing yet. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: limits.pendingWaitSeconds, default: 0 })
  @IsOptional()
  @ToNumber()
  @Max(limits.pendingWaitSeconds)
  @Min(0)
  @IsInt()
  wait: number = 0;

  /** Made by the agent; sent again until an answer has arrived. */
  @ApiProperty({ format: 'uuid' })
  @IsUUID(undefined, { message: 'must be a UUID' })
  claimId!: string;

  /** What the agent can carry out, separated by commas. One that does not say knows jobs alone. */
  @ApiPropertyOptional({ type: String, minLength: 1, description: 'Kinds, separated by commas.', default: 'JOB' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(executionKinds, { each: true, message: `must be kinds (${executionKinds.join(', ')}), separated by commas` })
  kinds: ExecutionKindName[] = ['JOB'];

  /** How many more jobs the agent can take; 0 waits for cancels only. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: capacityMax, default: 1 })
  @IsOptional()
  @ToNumber()
  @Max(capacityMax)
  @Min(0)
  @IsInt()
  capacity: number = 1;

  /** The ids that the agent carries, separated by commas. */
  @ApiPropertyOptional({ type: String, description: 'Ids, separated by commas.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').filter(Boolean).slice(0, runningIds) : value,
  )
  @IsUUID(undefined, { each: true, message: 'must be ids, separated by commas' })
  running?: string[];

  /** Why the agent takes no work at present. What cannot be shown of it is replaced: it keeps no agent from its work. */
  @ApiPropertyOptional({ maxLength: limits.unableLength })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? printableLine(value) : value))
  @PlainText(limits.unableLength)
  unable?: string;

  /** The newest `timeline` that the agent was shown. */
  @ApiPropertyOptional({ pattern: timelinePattern.source })
  @IsOptional()
  @Matches(timelinePattern, { message: 'must be a timeline as the server gave it' })
  timeline?: string;
}
