import type { HttpRequest } from '@angular/common/http';
import { HttpTestingController } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Problem } from '@hyprbox/contracts';
import { eventually } from './eventually';

/** An answer that is none: a status and what the problem document says. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem> = {},
  ) {}
}

type Answer = object | null;
type Answering = Answer | ((request: HttpRequest<unknown>) => Answer);

/**
 * Plays the server for pages that read several things at once, and again while they are shown: a call is answered
 * whenever it comes. A call to what it has no answer for stays open.
 */
export class FakeServer {
  private readonly answers = new Map<string, Answering>();
  private readonly received: HttpRequest<unknown>[] = [];

  /** From now on: `route` is a method and a path, such as `GET /api/nodes/summary`. */
  on(route: string, answer: Answering): this {
    this.answers.set(route, answer);
    return this;
  }

  /** Answers and renders until the assertion holds. */
  until(assertion: () => void): Promise<void> {
    return eventually(() => {
      this.answerAll();
      TestBed.tick();
      assertion();
    });
  }

  /** What came to the route so far, oldest first. */
  calls(route: string): readonly HttpRequest<unknown>[] {
    return this.received.filter((request) => routeOf(request) === route);
  }

  private answerAll(): void {
    const open = TestBed.inject(HttpTestingController).match((request) => this.answers.has(routeOf(request)));
    for (const call of open) {
      if (call.cancelled) continue;
      this.received.push(call.request);
      const answering = this.answers.get(routeOf(call.request)) ?? null;
      const answer = typeof answering === 'function' ? answering(call.request) : answering;
      if (answer instanceof Refusal) call.flush(answer.problem, { status: answer.status, statusText: 'refused' });
      else call.flush(answer);
    }
  }
}

function routeOf({ method, url }: HttpRequest<unknown>): string {
  return `${method} ${url}`;
}
