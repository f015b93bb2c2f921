import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { mayReadMetrics } from './metrics-access.js';

/** The parts of a request that the rule looks at. */
function from(remoteAddress: string, headers: Record<string, string> = {}): FastifyRequest {
  return { socket: { remoteAddress }, headers } as unknown as FastifyRequest;
}

const token = 'a token of some length';

describe('who may read the metrics', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('is this host (%s)', (address) => {
    expect(() => mayReadMetrics(from(address), null)).not.toThrow();
  });

  it.each(['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', ''])('is no other host (%s)', (address) => {
    expect(() => mayReadMetrics(from(address), null)).toThrow(expect.objectContaining({ status: 403 }));
  });

  it.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-real-ip',
    'true-client-ip',
  ])('is nobody who came through a proxy (%s)', (name) => {
    expect(() => mayReadMetrics(from('127.0.0.1', { [name]: 'x' }), null)).toThrow(
      expect.objectContaining({ status: 403 }),
    );
  });

  it('is who holds the token where one is set, and nobody else', () => {
    expect(() => mayReadMetrics(from('192.0.2.1', { authorization: `Bearer ${token}` }), token)).not.toThrow();
    for (const authorization of [undefined, '', `Bearer ${token}x`, `Basic ${token}`, token]) {
      const request = from('127.0.0.1', authorization === undefined ? {} : { authorization });
      expect(() => mayReadMetrics(request, token)).toThrow(expect.objectContaining({ status: 401 }));
    }
  });
});
