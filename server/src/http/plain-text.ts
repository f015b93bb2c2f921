import { applyDecorators } from '@nestjs/common';
import { isPrintableLine } from '@hyprbox/contracts';
import { IsString, MaxLength, ValidateBy } from 'class-validator';

/** What is said of a text that is no line to read. */
export const plainTextFault = 'must not hold control characters';

/** One line of text that people read, in which nothing hides or reorders it. */
export const PlainText = (maxLength: number): PropertyDecorator =>
  applyDecorators(
    IsString(),
    MaxLength(maxLength),
    ValidateBy({
      name: 'plainText',
      validator: {
        validate: (value) => typeof value === 'string' && isPrintableLine(value),
        defaultMessage: () => `$property ${plainTextFault}`,
      },
    }),
  );
