import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { auditActions, type AuditAction } from '@hyprbox/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PageQuery } from '../http/page-query.dto.js';
import { PlainText } from '../http/plain-text.js';
import { TimeFilter } from '../http/time-filter.js';

/** Longest text that a filter is compared with. */
const filterLength = 256;

/** `:seq`: the event's place in the trail. */
export class AuditEventParams {
  @ApiProperty({ type: 'integer', minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  seq!: number;
}

export class AuditQuery extends PageQuery {
  /** The actor's id or name. */
  @ApiPropertyOptional({ maxLength: filterLength })
  @IsOptional()
  @PlainText(filterLength)
  actor?: string;

  @ApiPropertyOptional({ enum: auditActions })
  @IsOptional()
  @IsIn(auditActions)
  action?: AuditAction;

  /** The target's id. */
  @ApiPropertyOptional({ maxLength: filterLength })
  @IsOptional()
  @PlainText(filterLength)
  target?: string;

  /** From this time on, inclusive. */
  @TimeFilter()
  from?: string;

  /** Up to this time, exclusive. */
  @TimeFilter()
  to?: string;
}
