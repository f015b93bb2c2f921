import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Hint, HintOf, Topic } from './hint.js';
import { HINT_TRANSPORT, type HintTransport } from './hint-transport.js';

/** Brings hints to whoever listens, in this process and by the transport in the other replicas. */
@Injectable()
export class Hints {
  constructor(
    private readonly emitter: EventEmitter2,
    @Inject(HINT_TRANSPORT) private readonly transport: HintTransport,
  ) {
    transport.receive((hint) => this.deliver(hint));
  }

  publish(hint: Hint): void {
    this.deliver(hint);
    this.transport.send(hint);
  }

  /** @returns a function that ends the subscription */
  on<T extends Topic>(topic: T, listener: (hint: HintOf<T>) => void): () => void {
    const name = `hint.${topic}`;
    this.emitter.on(name, listener);
    return () => {
      this.emitter.off(name, listener);
    };
  }

  private deliver(hint: Hint): void {
    this.emitter.emit(`hint.${hint.topic}`, hint);
  }
}
