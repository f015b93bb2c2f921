import { ApiPropertyOptional } from '@nestjs/swagger';
import { limits } from '@hyprbox/contracts';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Digits become a number; anything else stays what it is and is refused by the validator. */
export const ToNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
  );

const cursorLength = 1024;

/** What every list takes. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: limits.pageMax, default: limits.pageDefault })
  @IsOptional()
  @ToNumber()
  @Max(limits.pageMax)
  @Min(1)
  @IsInt()
  limit: number = limits.pageDefault;

  @ApiPropertyOptional({ maxLength: cursorLength, description: 'nextCursor of the page before.' })
  @IsOptional()
  @MaxLength(cursorLength)
  @IsString()
  cursor?: string;
}
