import { Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { EgressPolicy } from './egress-policy.js';
import { Egress } from './egress.js';

/** The one way by which the server calls services of the outside. */
@Module({
  providers: [
    {
      provide: Egress,
      inject: [CONFIG],
      useFactory: ({ egress, production }: Config) =>
        new Egress({ policy: new EgressPolicy({ ...egress, allowLoopback: !production }) }),
    },
  ],
  exports: [Egress],
})
export class EgressModule {}
