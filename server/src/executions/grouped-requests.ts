import { isDatabaseAway } from '../database/database-away.js';

interface Waiting<Request, Answer> {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export interface GroupedRequestsOptions<Request, Answer> {
  /** As many are answered at once. */
  most: number;
  /** Requests of which two share a key are never answered in one group: the later one waits for the next. */
  keysOf(request: Request): string[];
  /** @returns an answer for each request, in their order */
  answer(requests: readonly Request[]): Promise<readonly Answer[]>;
}

/**
 * Requests that come while earlier ones are answered are answered together, by statements for any number of them: a
 * thousand agents that are woken at one moment would otherwise take turns at the connections, statement by statement.
 * One that comes alone is answered at once.
 */
export class GroupedRequests<Request, Answer> {
  private queue: Waiting<Request, Answer>[] = [];
  private isAnswering = false;

  constructor(private readonly options: GroupedRequestsOptions<Request, Answer>) {}

  ask(request: Request): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => this.queue.push({ request, resolve, reject }));
    if (!this.isAnswering) void this.answerAll();
    return answer;
  }

  /** Never fails: a fault goes to those whom it concerns. */
  private async answerAll(): Promise<void> {
    this.isAnswering = true;
    while (this.queue.length > 0) await this.settle(this.nextGroup());
    this.isAnswering = false;
  }

  private nextGroup(): Waiting<Request, Answer>[] {
    const { most, keysOf } = this.options;
    const taken = new Set<string>();
    const group: Waiting<Request, Answer>[] = [];
    const left: Waiting<Request, Answer>[] = [];
    for (const each of this.queue) {
      const keys = keysOf(each.request);
      const fits = group.length < most && !keys.some((key) => taken.has(key));
      (fits ? group : left).push(each);
      // Also what is left over: of two with one key the earlier goes first.
      for (const key of keys) taken.add(key);
    }
    this.queue = left;
    return group;
  }

  /** Where a group fails, each of it is answered by itself, so that a bad one takes nobody with it. */
  private async settle(group: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await this.options.answer(group.map(({ request }) => request));
      for (const [index, { resolve, reject }] of group.entries()) {
        if (index in answers) resolve(answers[index] as Answer); // there is one at each index below its length
        else reject(new Error('A request was left without an answer.'));
      }
    } catch (error) {
      if (group.length > 1 && !isDatabaseAway(error)) {
        for (const each of group) await this.settle([each]);
      } else {
        for (const { reject } of group) reject(error);
      }
    }
  }
}
