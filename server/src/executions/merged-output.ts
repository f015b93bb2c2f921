import { Injectable } from '@nestjs/common';
import type { ServerSentEvent } from '../http/server-sent-events.js';
import { OutputReader } from './output-reader.js';

/** Follows several executions in one stream; it ends when all of them have. */
@Injectable()
export class MergedOutput {
  constructor(private readonly output: OutputReader) {}

  /**
   * The events of each execution with its id as `jobId` beside their data. An event's id says how far every one of
   * them has come, in the order of `ids`, so a stream is resumed by asking for the same ids in the same order.
   *
   * @param ids each once
   */
  async *follow(
    ids: readonly string[],
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ServerSentEvent> {
    const places = placesFrom(lastEventId, ids.length);
    const ended = new AbortController();
    const until = AbortSignal.any([signal, ended.signal]);
    const sources = ids.map((id, index) => this.output.follow(id, places[index], until));
    const arrivals = new Arrivals();
    sources.forEach((source, index) => arrivals.ask(index, source));
    try {
      for (let open = sources.length; open > 0;) {
        const { index, result } = await arrivals.next();
        if (result.done) {
          open -= 1;
          continue;
        }
        places[index] = result.value.id;
        yield withId(result.value, ids[index] ?? '', places);
        arrivals.ask(index, sources[index]);
      }
    } finally {
      // Wakes those that wait for something to happen, and lets their last answers go unheard.
      ended.abort();
      await Promise.allSettled(sources.map((source) => source.return(undefined)));
    }
  }
}

interface Arrival {
  index: number;
  result: IteratorResult<ServerSentEvent>;
}

/**
 * What several sources give, in the order in which it comes. A race of the sources would do the same, but each race
 * leaves something behind on every source that has not answered yet, for as long as that one is silent.
 */
class Arrivals {
  private readonly arrived: Promise<Arrival>[] = [];
  private wake: () => void = () => undefined;

  /** Asks a source for its next event, which will be among the arrivals. */
  ask(index: number, source: AsyncGenerator<ServerSentEvent> | undefined): void {
    const answer = source?.next().then((result) => ({ index, result }));
    const arrive = (): void => {
      if (answer) this.arrived.push(answer);
      this.wake();
    };
    answer?.then(arrive, arrive);
  }

  async next(): Promise<Arrival> {
    for (;;) {
      const first = this.arrived.shift();
      if (first) return first;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

const startPlace = '0-0';

/** One place for each execution; an id of another list's length is not one of this stream's. */
function placesFrom(lastEventId: string | undefined, count: number): string[] {
  const places = lastEventId?.split('.') ?? [];
  return places.length === count ? places : Array.from({ length: count }, () => startPlace);
}

/** Only jobs are followed like this, and readers know the id of each as `jobId`. */
function withId({ event, data }: ServerSentEvent, executionId: string, places: readonly string[]): ServerSentEvent {
  const rest = data === '{}' ? '}' : `,${data.slice(1)}`;
  return { id: places.join('.'), event, data: `{"jobId":${JSON.stringify(executionId)}${rest}` };
}
