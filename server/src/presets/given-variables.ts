import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsObject } from 'class-validator';

/**
 * The values that somebody gives to a preset's variables, as they were sent: class-transformer would leave out names
 * that objects have of their own, such as `toString`, which must be refused by name like any other. What is in them is
 * held against the preset by the service, which knows the variables' types.
 */
export const GivenVariables = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'object', additionalProperties: true, example: { domain: 'www.example.org' } }),
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]),
    IsObject({ message: 'must be an object of variable names and values' }),
  );
