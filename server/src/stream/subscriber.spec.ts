import { describe, expect, it } from 'vitest';
import { Subscriber } from './subscriber.js';

const heartbeat = (id: number) => ({ id: String(id), event: 'heartbeat', data: '{}' });
const activity = (id: number) => ({ id: String(id), event: 'activity', data: '{}' });

function open(): Subscriber {
  return new Subscriber(new AbortController().signal);
}

async function drain(subscriber: Subscriber): Promise<string[]> {
  const names: string[] = [];
  subscriber.push({ id: '0', event: 'end', data: '' });
  for (;;) {
    const event = await subscriber.next();
    if (!event || event.event === 'end') return names;
    names.push(event.event);
  }
}

describe('Subscriber', () => {
  it('gives what was pushed, in order', async () => {
    const subscriber = open();
    subscriber.push(heartbeat(1));
    subscriber.push(activity(2));
    expect(await drain(subscriber)).toEqual(['heartbeat', 'activity']);
  });

  it('gives a reader that fell behind one resync, and then what came after', async () => {
    const subscriber = open();
    subscriber.push(activity(0));
    for (let id = 1; id <= 5; id++) subscriber.push(heartbeat(id));
    subscriber.push(activity(6));
    expect(await drain(subscriber)).toEqual(['resync', 'activity']);
    for (let id = 7; id <= 10; id++) subscriber.push(heartbeat(id));
    expect(await drain(subscriber)).toEqual(Array(4).fill('heartbeat'));
  });

  it('holds a bounded number of events', async () => {
    const subscriber = open();
    for (let id = 0; id < 2_500; id++) subscriber.push(activity(id));
    expect((await drain(subscriber)).length).toBeLessThanOrEqual(1_000);
  });

  it('waits for the next event, or for the end', async () => {
    const gone = new AbortController();
    const subscriber = new Subscriber(gone.signal);
    const first = subscriber.next();
    subscriber.push(activity(1));
    expect((await first)?.id).toBe('1');
    const second = subscriber.next();
    gone.abort();
    expect(await second).toBeNull();
  });
});
