import { ApiPropertyOptional } from '@nestjs/swagger';
import { alertSeverities, alertStates, nodeIdPattern, type AlertSeverity, type AlertState } from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { PageQuery } from '../../http/page-query.dto.js';
import { TimeFilter } from '../../http/time-filter.js';

const flags = ['true', 'false'] as const;
type Flag = (typeof flags)[number];

export class AlertsQuery extends PageQuery {
  /** One, or several separated by commas. */
  @ApiPropertyOptional({ type: String, minLength: 1, example: 'FIRING,RECOVERING' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(alertStates, { each: true, message: `must be states (${alertStates.join(', ')}), separated by commas` })
  state?: AlertState[];

  @ApiPropertyOptional({ enum: alertSeverities })
  @IsOptional()
  @IsIn(alertSeverities, { message: `must be one of ${alertSeverities.join(', ')}` })
  severity?: AlertSeverity;

  @ApiPropertyOptional({ pattern: nodeIdPattern.source })
  @IsOptional()
  @Matches(nodeIdPattern, { message: 'must be the id of a node' })
  nodeId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: "must be a rule's id" })
  ruleId?: string;

  /** Whether somebody has acknowledged it. */
  @ApiPropertyOptional({ enum: flags })
  @IsOptional()
  @IsIn(flags, { message: 'must be true or false' })
  acked?: Flag;

  /** Whether a silence, a maintenance or another alert keeps it quiet. */
  @ApiPropertyOptional({ enum: flags })
  @IsOptional()
  @IsIn(flags, { message: 'must be true or false' })
  quiet?: Flag;

  /** Those that were open at this time or later. */
  @TimeFilter()
  from?: string;

  /** Those that began before this time. */
  @TimeFilter()
  to?: string;
}
