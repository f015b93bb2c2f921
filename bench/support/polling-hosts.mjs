import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Hosts that wait for work as agents do and end it as soon as they have it; with `untilCancelled`, once they are asked to.
 *
 * @param {{nodeId: string, token: string}[]} tokens
 */
export function startPollingHosts(url, tokens, { untilCancelled = false } = {}) {
  const over = new AbortController();
  /** @type {{nodeId: string, startedAt: number, endedAt: number}[]} what ran, by `performance.now()` */
  const runs = [];
  /** @type {{startedAt: number, cancelledAt?: number}[]} what runs until it is cancelled */
  const held = [];
  const call = (token, path, init) =>
    fetch(`${url}/api${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: over.signal,
    });
  /** As agents do: what a busy server refuses is sent again. */
  const delivered = async (send) => {
    while (!(await send()).ok) await delay(500);
  };
  const cancelOf = async (nodeId, token, id) => {
    for (;;) {
      const path = `/jobs/pending?nodeId=${nodeId}&claimId=${randomUUID()}&wait=30&capacity=0&running=${id}`;
      const { cancel } = await (await call(token, path)).json();
      if (cancel.some((each) => each.id === id)) return;
    }
  };
  const live = async ({ nodeId, token }) => {
    while (!over.signal.aborted) {
      const path = `/jobs/pending?nodeId=${nodeId}&claimId=${randomUUID()}&wait=30&capacity=1`;
      const { job } = await (await call(token, path)).json();
      if (!job) continue;
      const run = { nodeId, startedAt: performance.now(), endedAt: 0 };
      const end = { attempt: job.attempt, exitCode: 0, stdoutBytes: 0, stderrBytes: 0 };
      if (untilCancelled) {
        /** @type {{startedAt: number, cancelledAt?: number}} */
        const script = { startedAt: run.startedAt };
        held.push(script);
        await cancelOf(nodeId, token, job.id);
        script.cancelledAt = performance.now();
        Object.assign(end, { exitCode: null, reason: 'CANCELLED' });
      }
      await delivered(() => call(token, `/jobs/${job.id}/complete`, { method: 'POST', body: JSON.stringify(end) }));
      run.endedAt = performance.now();
      runs.push(run);
    }
  };
  const lives = tokens.map((each) =>
    live(each).catch((error) => {
      if (!over.signal.aborted) console.error(`${each.nodeId}: ${error.message}`);
    }),
  );
  return {
    runs,
    held,
    async stop() {
      over.abort();
      await Promise.all(lives);
    },
  };
}
