import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  executionKinds,
  executionStatuses,
  limits,
  nodeIdPattern,
  type CreateJobRequest,
  type ExecutionKindName,
  type ExecutionStatus,
  type VariableValues,
} from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PageQuery, ToNumber } from '../http/page-query.dto.js';
import { PlainText } from '../http/plain-text.js';
import { TimeFilter } from '../http/time-filter.js';
import { GivenVariables } from '../presets/given-variables.js';

export class CreateJobDto implements CreateJobRequest {
  @ApiProperty({ pattern: nodeIdPattern.source })
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId!: string;

  @ApiProperty({ description: 'The name of a preset.' })
  @PlainText(limits.nameLength)
  preset!: string;

  @GivenVariables()
  variables!: VariableValues;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: limits.jobTimeoutSecondsMax,
    default: limits.jobTimeoutSecondsDefault,
  })
  @MayBeLeftOut()
  @Max(limits.jobTimeoutSecondsMax)
  @Min(1)
  @IsInt()
  timeoutSeconds?: number;
}

export class JobsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId?: string;

  @ApiPropertyOptional({ enum: executionStatuses })
  @IsOptional()
  @IsIn(executionStatuses, { message: `must be one of ${executionStatuses.join(', ')}` })
  status?: ExecutionStatus;

  @ApiPropertyOptional()
  @IsOptional()
  @PlainText(limits.nameLength)
  preset?: string;

  /** A user's id. */
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: "must be a user's id" })
  createdBy?: string;

  /** Created at this time or later. */
  @TimeFilter()
  from?: string;

  /** Created before this time. */
  @TimeFilter()
  to?: string;
}

/** Ids that an agent may name as running; more than any host carries. */
const runningIds = 256;

export class PendingQuery {
  @ApiProperty()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId!: string;

  /** Seconds to hold the request when there is nothing yet. */
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
  @ApiPropertyOptional({ type: String, description: 'Kinds, separated by commas.', default: 'JOB' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(executionKinds, { each: true, message: `must be kinds (${executionKinds.join(', ')}), separated by commas` })
  kinds: ExecutionKindName[] = ['JOB'];

  /** How many more jobs the agent can take; 0 waits for cancels only. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 1 })
  @IsOptional()
  @ToNumber()
  @Max(10_000)
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
}
