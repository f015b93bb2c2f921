import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** 0 is what there was before the first version: nothing. */
const pattern = /^(?:draft|0|[1-9]\d{0,9})$/;
const message = { message: 'must be the number of a version, or draft' };

/** What is compared. */
export class PresetDiffQuery {
  @ApiProperty({ pattern: pattern.source, example: '1' })
  @Matches(pattern, message)
  from!: string;

  @ApiProperty({ pattern: pattern.source, example: 'draft' })
  @Matches(pattern, message)
  to!: string;
}
