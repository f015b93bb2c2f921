import { describe, expect, it } from 'vitest';
import { OpenStreams, openStreamLimits } from './open-streams.js';
import type { Principal, UserPrincipal } from '../identity/principal.js';

const user = (sessionId: string): Principal =>
  // Only who it is counts here.
  ({ type: 'user', id: 'ann', sessionId }) as UserPrincipal;

function openMany(streams: OpenStreams, principal: Principal, count: number): (() => void)[] {
  return Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    void streams.openWhile(principal, () => promise);
    return resolve;
  });
}

const refusal = (limit: number, whose: string): object => ({
  status: 429,
  retryAfterSeconds: 5,
  message: expect.stringContaining(`This ${whose} has ${limit} streams`),
});

describe('OpenStreams', () => {
  it('gives a session a number of places, and one again when a stream ends', async () => {
    const streams = new OpenStreams();
    const ends = openMany(streams, user('s1'), openStreamLimits.ofSession);
    const one = (): Promise<string> => streams.openWhile(user('s1'), () => Promise.resolve('open'));
    await expect(one()).rejects.toMatchObject(refusal(64, 'session'));
    expect(() => streams.countUntil(user('s1'), () => undefined)).toThrow(/session/);
    ends[0]?.();
    await expect.poll(() => streams.count).toBe(openStreamLimits.ofSession - 1);
    expect(await one()).toBe('open');
  });

  it('gives a user a number of places in all sessions together', async () => {
    const streams = new OpenStreams();
    openMany(streams, user('s1'), 64);
    openMany(streams, user('s2'), 64);
    await expect(streams.openWhile(user('s3'), () => Promise.resolve())).rejects.toMatchObject(refusal(128, 'user'));
  });

  it('gives a node token a number of long polls, and another one its own', async () => {
    const streams = new OpenStreams();
    const node = (tokenId: string): Principal => ({ type: 'node', tokenId, nodeId: 'web-1' });
    openMany(streams, node('t1'), openStreamLimits.ofNodeToken);
    await expect(streams.openWhile(node('t1'), () => Promise.resolve())).rejects.toMatchObject(
      refusal(16, 'node token'),
    );
    await streams.openWhile(node('t2'), () => Promise.resolve());
  });

  it("gives a stream its place until its reader has gone, and ends it for the server's end", () => {
    const streams = new OpenStreams();
    const gone = new AbortController();
    const closing = streams.openUntil(gone.signal, user('s1'));
    expect([streams.count, closing.aborted]).toEqual([1, false]);
    gone.abort();
    expect([streams.count, closing.aborted]).toEqual([0, true]);
    const other = streams.openUntil(new AbortController().signal, user('s1'));
    streams.endAll();
    expect(other.aborted).toBe(true);
  });

  it('keeps no place for a reader that had gone before', () => {
    const streams = new OpenStreams();
    expect(streams.openUntil(AbortSignal.abort(), user('s1')).aborted).toBe(true);
    expect(streams.count).toBe(0);
  });
});
