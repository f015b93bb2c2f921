import { describe, expect, it, vi } from 'vitest';
import { RecentAnswers } from './recent-answers.js';

const options = { maxAgeMs: 60_000, maxEntries: 10 };

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((onValue) => {
    resolve = onValue;
  });
  return { promise, resolve };
}

describe('RecentAnswers', () => {
  it('asks once for what is asked for again within the time', async () => {
    const ask = vi.fn(async (keys: string[]) => new Map(keys.map((key) => [key, key.length])));
    const answers = new RecentAnswers(ask, options);
    expect(await answers.get('abc')).toBe(3);
    expect(await answers.get('abc')).toBe(3);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks again once the answer is too old', async () => {
    const ask = vi.fn(async (keys: string[]) => new Map(keys.map((key) => [key, 1])));
    const answers = new RecentAnswers(ask, { ...options, maxAgeMs: 0 });
    await answers.get('a');
    await answers.get('a');
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('gathers the keys that come while a look-up is under way', async () => {
    const first = deferred<ReadonlyMap<string, number>>();
    const ask = vi
      .fn<(keys: string[]) => Promise<ReadonlyMap<string, number>>>()
      .mockReturnValueOnce(first.promise)
      .mockImplementation(async (keys) => new Map(keys.map((key) => [key, 2])));
    const answers = new RecentAnswers(ask, options);
    const a = answers.get('a');
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
    const later = Promise.all([answers.get('b'), answers.get('c'), answers.get('b')]);
    first.resolve(new Map([['a', 1]]));
    expect(await a).toBe(1);
    expect(await later).toEqual([2, 2, 2]);
    expect(ask.mock.calls).toEqual([[['a']], [['b', 'c']]]);
  });

  it('remembers that there is nothing, and forgets a failure', async () => {
    const ask = vi
      .fn<(keys: string[]) => Promise<ReadonlyMap<string, number>>>()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue(new Map());
    const answers = new RecentAnswers(ask, options);
    await expect(answers.get('a')).rejects.toThrow('away');
    expect(await answers.get('a')).toBeNull();
    expect(await answers.get('a')).toBeNull();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('does not give an answer that was on its way when it was told to forget', async () => {
    const stale = deferred<ReadonlyMap<string, string>>();
    const ask = vi
      .fn<(keys: string[]) => Promise<ReadonlyMap<string, string>>>()
      .mockReturnValueOnce(stale.promise)
      .mockResolvedValue(new Map([['a', 'fresh']]));
    const answers = new RecentAnswers(ask, options);
    const early = answers.get('a');
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1));
    answers.forget(() => false);
    const after = answers.get('a');
    stale.resolve(new Map([['a', 'stale']]));
    expect(await early).toBe('stale');
    expect(await after).toBe('fresh');
    expect(await answers.get('a')).toBe('fresh');
  });

  it('forgets only what is concerned, and the oldest beyond its size', async () => {
    const ask = vi.fn(async (keys: string[]) => new Map(keys.map((key) => [key, key])));
    const answers = new RecentAnswers(ask, { maxAgeMs: 60_000, maxEntries: 2 });
    await answers.get('a');
    await answers.get('b');
    answers.forget((value) => value === 'b');
    await answers.get('a');
    expect(ask).toHaveBeenCalledTimes(2);
    await answers.get('b');
    await answers.get('c');
    expect(ask).toHaveBeenCalledTimes(4);
    await answers.get('a');
    expect(ask).toHaveBeenCalledTimes(5);
  });
});
