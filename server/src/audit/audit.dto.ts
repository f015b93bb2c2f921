import { ApiPropertyOptional } from '@nestjs/swagger';
import { auditActions, type AuditAction } from '@hyprbox/contracts';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/page-query.dto.js';
import { PlainText } from '../http/plain-text.js';
import { TimeFilter } from '../http/time-filter.js';

/** Longest text that a filter is compared with. */
const filterLength = 256;

export class AuditQuery extends PageQuery {
  /** The actor's id or name. */
  @ApiPropertyOptional()
  @IsOptional()
  @PlainText(filterLength)
  actor?: string;

  @ApiPropertyOptional({ enum: auditActions })
  @IsOptional()
  @IsIn(auditActions)
  action?: AuditAction;

  /** The target's id. */
  @ApiPropertyOptional()
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
