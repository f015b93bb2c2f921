import { ApiProperty } from '@nestjs/swagger';
import { Validate } from 'class-validator';
import { IsInstant } from '../nodes/instant.validator.js';

/** A span of time: from `from` on, up to `to`, which is not part of it. */
export class CalendarQuery {
  @ApiProperty({ format: 'date-time' })
  @Validate(IsInstant)
  from!: string;

  @ApiProperty({ format: 'date-time' })
  @Validate(IsInstant)
  to!: string;
}
