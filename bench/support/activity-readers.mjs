import { createClient } from '@hyprbox/api-client';

/**
 * Follows the activity by several streams, as the console and the CLI do: each resumes after the last event that it saw.
 * Resolves when all of them are told what happens.
 */
export async function followActivity(url, token, count) {
  const ending = new AbortController();
  const readers = Array.from({ length: count }, () => startReader(url, token, ending.signal));
  await Promise.all(readers.map(({ begun }) => begun));
  return {
    async stop() {
      ending.abort();
      await Promise.all(readers.map(({ ended }) => ended));
    },
    haveSeen: (id) => readers.every(({ seen }) => seen.has(id)),
    /** @param {string[]} happened ids of the entries that all of them should have been shown, oldest first */
    rows(happened) {
      const missing = readers.map(({ seen }) => happened.filter((id) => !seen.has(id)).length);
      const doubled = readers.map(({ seen }) => happened.filter((id) => seen.get(id) > 1).length);
      const outOfOrder = readers.filter(({ seen }) => !isInOrder(happened, [...seen.keys()])).length;
      const total = (counts) => counts.reduce((sum, each) => sum + each, 0);
      const row = (name, figure) => ({ name, ours: String(figure), goal: '0', ok: figure === 0 });
      return [
        { name: `activity events for each of ${count} streams`, ours: String(happened.length) },
        { name: '… times a stream was cut and resumed', ours: String(total(readers.map((each) => each.resumed()))) },
        row('… events missing', total(missing)),
        row('… events doubled', total(doubled)),
        row('… streams out of order', outOfOrder),
        row('… told to read the lists again', total(readers.map((each) => each.resyncs()))),
      ];
    },
  };
}

function startReader(url, token, signal) {
  /** How often an entry was shown. */
  const seen = new Map();
  /** @type {PromiseWithResolvers<void>} */
  const begun = Promise.withResolvers();
  let resumed = 0;
  let resyncs = 0;
  const { streams } = createClient({ baseUrl: url, token });
  const read = async () => {
    for await (const { event, data } of streams.nodes({}, { signal, onReconnect: () => (resumed += 1) })) {
      begun.resolve();
      if (event === 'resync') resyncs += 1;
      if (event !== 'activity') continue;
      const { id } = JSON.parse(data);
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
  };
  const ended = read().catch((error) => {
    begun.reject(error);
    if (!signal.aborted) console.error(error);
  });
  return { seen, begun: begun.promise, ended, resumed: () => resumed, resyncs: () => resyncs };
}

function isInOrder(expected, shown) {
  const places = new Map(expected.map((id, place) => [id, place]));
  const order = shown.map((id) => places.get(id)).filter((place) => place !== undefined);
  return order.every((place, index) => index === 0 || place > order[index - 1]);
}
