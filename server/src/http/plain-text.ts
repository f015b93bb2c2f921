import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength } from 'class-validator';

/**
 * One line of text that people read: no control characters, which a terminal or a log would obey and PostgreSQL may
 * refuse, and no halves of surrogate pairs, which have no UTF-8.
 */
export const PlainText = (maxLength: number): PropertyDecorator =>
  applyDecorators(
    IsString(),
    MaxLength(maxLength),
    Matches(/^[^\p{Cc}\p{Cs}]*$/u, { message: '$property must not hold control characters' }),
  );
