import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { limits } from '@hyprbox/contracts';
import { ValidateBy } from 'class-validator';
import { newPassword, passwordRule } from '../config/environment.js';

const description = `At most ${limits.passwordBytes} bytes as UTF-8.`;

/** A password that an account is to have. */
export const NewPassword = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      format: 'password',
      minLength: limits.passwordMinLength,
      maxLength: limits.passwordBytes,
      description,
    }),
    ValidateBy({
      name: 'newPassword',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && newPassword(value) !== undefined,
        defaultMessage: () => `$property must be ${passwordRule}`,
      },
    }),
  );

/** A password that is to be checked. bcrypt reads no further than the limit, so more can't be anyone's. */
export const GivenPassword = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'password', minLength: 1, maxLength: limits.passwordBytes, description }),
    ValidateBy({
      name: 'givenPassword',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          value !== '' &&
          !value.includes('\0') &&
          Buffer.byteLength(value) <= limits.passwordBytes,
        defaultMessage: () => `$property must be 1 to ${limits.passwordBytes} bytes long`,
      },
    }),
  );
