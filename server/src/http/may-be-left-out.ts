import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';

/** A field of a body that need not be sent. Clients that send null for what they don't have mean the same. */
export const MayBeLeftOut = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ nullable: true }),
    Transform(({ value }: { value: unknown }) => value ?? undefined),
    IsOptional(),
  );
