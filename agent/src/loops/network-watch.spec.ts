import { expect, it } from 'vitest';
import { NetworkWatch } from './network-watch.js';

const never = 3_600_000;
const still = { routes: () => 'a', wallMs: () => 0, monotonicMs: () => 0, pollMs: 1 };

it('ends a pause when a route has come or gone', async () => {
  let reads = 0;
  const watch = new NetworkWatch({ ...still, routes: () => (++reads > 2 ? 'default via eth0' : '') });
  expect(await watch.pause(never, new AbortController().signal)).toBe('changed');
});

it('ends a pause when the host was suspended', async () => {
  let reads = 0;
  const watch = new NetworkWatch({ ...still, wallMs: () => (++reads > 2 ? 60_000 : 0) });
  expect(await watch.pause(never, new AbortController().signal)).toBe('changed');
});

it('lets a pause pass where nothing changes, and ends it with its signal', async () => {
  const ending = new AbortController();
  expect(await new NetworkWatch(still).pause(5, ending.signal)).toBe('passed');
  const pausing = new NetworkWatch(still).pause(never, ending.signal);
  ending.abort();
  expect(await pausing).toBe('passed');
});
