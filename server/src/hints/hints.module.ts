import { Global, Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { DATABASE_URL } from '../database/database-url.js';
import { HINT_TRANSPORT, type HintTransport } from './hint-transport.js';
import { Hints } from './hints.js';
import { PostgresHintTransport } from './postgres-hint-transport.js';

@Global()
@Module({
  // Every held request and open stream listens, so no number of listeners is suspicious.
  imports: [EventEmitterModule.forRoot({ maxListeners: 0 })],
  providers: [
    Hints,
    { provide: HINT_TRANSPORT, inject: [DATABASE_URL], useFactory: (url: string) => new PostgresHintTransport(url) },
  ],
  exports: [Hints],
})
export class HintsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(HINT_TRANSPORT) private readonly transport: HintTransport) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.transport.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.transport.stop();
  }
}
