import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Matches } from 'class-validator';
import { PlainText } from '../http/plain-text.js';
import { normalizedEmail } from '../identity/normalized-email.js';

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
export const emailLength = 254;

/** An account's address, normalised. Whether it receives mail is not for its form to say. */
export const EmailAddress = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'email', maxLength: emailLength, example: 'ops@example.com' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? normalizedEmail(value) : value)),
    PlainText(emailLength),
    Matches(/^[^\s@]+@[^\s@]+$/, { message: '$property must be an e-mail address' }),
  );
