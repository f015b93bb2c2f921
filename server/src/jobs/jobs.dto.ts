import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  executionStatuses,
  limits,
  nodeIdPattern,
  offlineActions,
  rolloutLimits,
  type CreateJobRequest,
  type ExecutionStatus,
  type OfflineAction,
  type VariableValues,
} from '@hyprbox/contracts';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PageQuery } from '../http/page-query.dto.js';
import { PlainText } from '../http/plain-text.js';
import { TimeFilter } from '../http/time-filter.js';
import { GivenVariables } from '../presets/given-variables.js';

export class CreateJobDto implements CreateJobRequest {
  @ApiProperty({ pattern: nodeIdPattern.source })
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId!: string;

  @ApiProperty({ maxLength: limits.nameLength, description: 'The name of a preset.' })
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

  @ApiPropertyOptional({
    enum: offlineActions,
    default: 'WAIT',
    description: 'What is done where the host is away: SKIP and FAIL refuse the job.',
  })
  @MayBeLeftOut()
  @IsIn(offlineActions, { message: `must be one of ${offlineActions.join(', ')}` })
  whenOffline?: OfflineAction;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: rolloutLimits.waitSecondsMax,
    default: rolloutLimits.waitSecondsDefault,
    description: 'How long the job waits for its host; it is CANCELLED with the reason EXPIRED then.',
  })
  @MayBeLeftOut()
  @Max(rolloutLimits.waitSecondsMax)
  @Min(1)
  @IsInt()
  waitSeconds?: number;
}

export class JobsQuery extends PageQuery {
  @ApiPropertyOptional({ pattern: nodeIdPattern.source })
  @IsOptional()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId?: string;

  @ApiPropertyOptional({ enum: executionStatuses })
  @IsOptional()
  @IsIn(executionStatuses, { message: `must be one of ${executionStatuses.join(', ')}` })
  status?: ExecutionStatus;

  @ApiPropertyOptional({ maxLength: limits.nameLength })
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
