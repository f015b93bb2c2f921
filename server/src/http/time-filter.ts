import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, Matches } from 'class-validator';

/** ISO 8601 also has weeks, ordinal days and times without a zone, which mean nothing certain here. */
const dateOrInstant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const message = 'must be a time as ISO 8601 has it, such as 2026-01-31T12:00:00Z, or a day, such as 2026-01-31';

/** An end of a time span that a list is narrowed to. */
export const TimeFilter = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ format: 'date-time' }),
    IsOptional(),
    Matches(dateOrInstant, { message }),
    IsISO8601({ strict: true, strictSeparator: true }, { message }),
  );
