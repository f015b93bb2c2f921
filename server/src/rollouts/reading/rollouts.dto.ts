import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  limits,
  rolloutLimits,
  rolloutStates,
  targetStates,
  type RolloutState,
  type TargetState,
} from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { PageQuery, ToNumber } from '../../http/page-query.dto.js';
import { PlainText } from '../../http/plain-text.js';

const Several = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value));

export class RolloutsQuery extends PageQuery {
  /** One, or several separated by commas. */
  @ApiPropertyOptional({ type: String, minLength: 1, example: 'RUNNING,HALTED' })
  @IsOptional()
  @Several()
  @IsIn(rolloutStates, { each: true, message: `must be states (${rolloutStates.join(', ')}), separated by commas` })
  state?: RolloutState[];

  /** A preset's name; `(script)` for those with a script of one's own. */
  @ApiPropertyOptional({ maxLength: limits.nameLength })
  @IsOptional()
  @PlainText(limits.nameLength)
  preset?: string;

  /** A user's id. */
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: "must be a user's id" })
  createdBy?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: "must be a schedule's id" })
  scheduleId?: string;
}

export class RolloutTargetsQuery extends PageQuery {
  /** One, or several separated by commas. */
  @ApiPropertyOptional({ type: String, minLength: 1, example: 'FAILED,LOST' })
  @IsOptional()
  @Several()
  @IsIn(targetStates, { each: true, message: `must be states (${targetStates.join(', ')}), separated by commas` })
  state?: TargetState[];

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: rolloutLimits.waves + 1 })
  @IsOptional()
  @ToNumber()
  @Max(rolloutLimits.waves + 1)
  @Min(1)
  @IsInt()
  wave?: number;
}
