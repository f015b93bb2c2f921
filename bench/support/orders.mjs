import { createClient } from '@hyprbox/api-client';

/** Gives jobs at a steady rate by the client's own code, which repeats an order whose answer was lost under its key. */
export function startOrders(url, token, hosts, perSecond) {
  let failed = 0;
  let sent = 0;
  let slowestMs = 0;
  const answered = [];
  const underWay = new Set();
  const client = createClient({
    baseUrl: url,
    token,
    fetch: async (/** @type {Parameters<typeof fetch>} */ ...call) => {
      try {
        const answer = await fetch(...call);
        if (answer.status >= 500) failed += 1;
        return answer;
      } catch (error) {
        failed += 1;
        throw error;
      }
    },
  });
  const order = async () => {
    const sentAt = performance.now();
    const { nodeId } = hosts[sent++ % hosts.length];
    try {
      const { id } = await client.jobs.create({ nodeId, preset: 'system-facts', variables: {} });
      answered.push(id);
      slowestMs = Math.max(slowestMs, Math.round(performance.now() - sentAt));
    } catch (error) {
      console.error(`An order has no answer: ${error.message}`);
    }
  };
  const timer = setInterval(() => {
    const one = order().finally(() => underWay.delete(one));
    underWay.add(one);
  }, 1000 / perSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      return { sent, answered, failed, slowestMs };
    },
  };
}
