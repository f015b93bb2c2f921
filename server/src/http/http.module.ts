import { Global, Module } from '@nestjs/common';
import { Draining } from './draining.js';
import { OpenStreams } from './open-streams.js';

@Global()
@Module({ providers: [OpenStreams, Draining], exports: [OpenStreams, Draining] })
export class HttpModule {}
