import { ApiProperty } from '@nestjs/swagger';
import { limits } from '@hyprbox/contracts';
import { Matches } from 'class-validator';
import { PlainText } from '../../http/plain-text.js';

/** It stands in addresses: `.` and `..` mean something else there, and nobody sees a space at an end. */
const addressable = /^(?!\.{1,2}$)\S(?:.*\S)?$/su;

export class SavedSelectorParams {
  @ApiProperty({ maxLength: limits.nameLength, example: 'Web servers' })
  @PlainText(limits.nameLength)
  @Matches(addressable, { message: 'must be a name without spaces at its ends, and neither . nor ..' })
  name!: string;
}
