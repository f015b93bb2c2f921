import 'reflect-metadata';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { expect, it } from 'vitest';
import { BodyLimit, WithoutHead } from './route-options.js';

class Routes {
  @WithoutHead()
  @BodyLimit(8_192, 20)
  both(): void {
    // Only what is declared of it counts.
  }
}

it('has a route be declared in several parts', () => {
  expect(Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, Routes.prototype.both)).toEqual({
    bodyLimit: 8_192,
    bodyValues: 20,
    withoutHead: true,
  });
});
