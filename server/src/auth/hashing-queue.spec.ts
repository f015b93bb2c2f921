import { describe, expect, it } from 'vitest';
import { TooManyRequestsError } from '../common/domain-error.js';
import { HashingQueue } from './hashing-queue.js';

function crowded(): {
  queue: HashingQueue;
  done: string[];
  end: () => void;
  add: (name: string, known: string | null) => Promise<void>;
} {
  const queue = new HashingQueue();
  const { promise, resolve } = Promise.withResolvers<void>();
  const done: string[] = [];
  const add = (name: string, known: string | null) =>
    queue.run(known, async () => {
      await promise;
      done.push(name);
    });
  return { queue, done, end: resolve, add };
}

describe('the queue for hashing', () => {
  it('refuses the stranger for whom there is no room, with a time to come back, and serves all others', async () => {
    const { add, end, done } = crowded();
    const tries = Array.from({ length: 53 }, (_, index) => add(`stranger ${index}`, null));
    const refused = await Promise.race(tries).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(TooManyRequestsError);
    expect(refused).toMatchObject({ retryAfterSeconds: 5 });
    end();
    await Promise.allSettled(tries);
    expect(done).toHaveLength(52);
  });

  it('lets in who is known while strangers fill it, after the next of them at most', async () => {
    const { add, end, done } = crowded();
    const strangers = Array.from({ length: 52 }, (_, index) => add(`stranger ${index}`, null));
    const known = add('known', 'address 192.0.2.1');
    end();
    await Promise.all([...strangers, known]);
    expect(done.indexOf('known')).toBeLessThan(5);
  });

  it('has so few places for each name that nobody fills the reserve in one', async () => {
    const { add, end, done } = crowded();
    const strangers = Array.from({ length: 52 }, (_, index) => add(`stranger ${index}`, null));
    const inOneName = [1, 2, 3].map((index) => add(`flood ${index}`, 'account a@example.com'));
    const another = add('another', 'account b@example.com');
    await expect(inOneName[2]).rejects.toBeInstanceOf(TooManyRequestsError);
    end();
    await Promise.all([...strangers, ...inOneName.slice(0, 2), another]);
    expect(done).toContain('another');
  });
});
