import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { historyRanges, limits, nodeIdPattern, type HistoryRange } from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, IsOptional, Matches, Max, Min, Validate } from 'class-validator';
import { ToNumber } from '../http/page-query.dto.js';
import { IsInstant } from './instant.validator.js';

const defaultPoints = 120;

export class HistoryQuery {
  /** The newest so much; 24h if neither this nor `from` is given. */
  @ApiPropertyOptional({ enum: historyRanges })
  @IsOptional()
  @IsIn(historyRanges, { message: `must be one of ${historyRanges.join(', ')}` })
  range?: HistoryRange;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @Validate(IsInstant)
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @Validate(IsInstant)
  to?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: limits.historyPoints, default: defaultPoints })
  @IsOptional()
  @ToNumber()
  @Max(limits.historyPoints)
  @Min(1)
  @IsInt()
  points: number = defaultPoints;
}

const sparkPoints = 30;
const sparkPointsMax = 360;

export class SparksQuery {
  @ApiProperty({ type: String, minLength: 1, description: 'Ids of nodes, separated by commas.' })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? [...new Set(value.split(',').filter(Boolean))] : value,
  )
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.sparkNodes)
  @Matches(nodeIdPattern, { each: true, message: 'must be ids of nodes, separated by commas' })
  nodeIds!: string[];

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: sparkPointsMax, default: sparkPoints })
  @IsOptional()
  @ToNumber()
  @Max(sparkPointsMax)
  @Min(1)
  @IsInt()
  points: number = sparkPoints;
}
