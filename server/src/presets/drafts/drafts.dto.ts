import { ApiProperty } from '@nestjs/swagger';
import { presetNamePattern } from '@hyprbox/contracts';
import { Matches } from 'class-validator';

/** The name of a preset that may be made by the call. */
export class PresetNameParams {
  @ApiProperty({ pattern: presetNamePattern.source, example: 'my-preset' })
  @Matches(presetNamePattern, { message: 'must be lower-case letters, digits and dashes, at most 64' })
  name!: string;
}
