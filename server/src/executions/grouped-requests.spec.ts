import { describe, expect, it } from 'vitest';
import { GroupedRequests } from './grouped-requests.js';

describe('GroupedRequests', () => {
  const groups: number[][] = [];

  function grouped(most: number, answer: (requests: readonly number[]) => number[]): GroupedRequests<number, number> {
    groups.length = 0;
    return new GroupedRequests({
      most,
      keysOf: (request) => [String(request % 10)],
      answer: async (requests) => {
        groups.push([...requests]);
        await Promise.resolve();
        return answer(requests);
      },
    });
  }

  it('answers one that comes alone at once, and those that come meanwhile together', async () => {
    const requests = grouped(3, (group) => group.map((each) => each * 100));
    const answers = await Promise.all([1, 2, 3, 4, 5].map((each) => requests.ask(each)));
    expect(answers).toEqual([100, 200, 300, 400, 500]);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
    expect(await requests.ask(6)).toBe(600);
  });

  it('answers those that share a key one after the other, in their order', async () => {
    const requests = grouped(9, (group) => [...group]);
    await Promise.all([1, 2, 12, 22, 3].map((each) => requests.ask(each)));
    expect(groups).toEqual([[1], [2, 3], [12], [22]]);
  });

  it('lets a bad one take nobody with it', async () => {
    const requests = grouped(9, (group) => {
      if (group.includes(3)) throw new Error('bad');
      return [...group];
    });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((each) => requests.ask(each)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  });

  it('tells all of a database that is away, and asks it no more for each', async () => {
    const requests = grouped(9, (group) => {
      if (group.length > 1) throw Object.assign(new Error('gone'), { code: 'DATABASE_AWAY' });
      return [...group];
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((each) => requests.ask(each)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(groups).toEqual([[1], [2, 3]]);
  });
});
