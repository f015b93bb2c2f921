/** Runs in the page before anything else: keeps what the browser observes of paints, interactions and long tasks. */
export function observePage() {
  /** @type {{ largestPaint: number, longTasks: object[], interactions: object[] }} */
  const timings = { largestPaint: 0, longTasks: [], interactions: [] };
  const observe = (type, options, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  observe('largest-contentful-paint', {}, (entry) => (timings.largestPaint = entry.startTime));
  observe('longtask', {}, (entry) => timings.longTasks.push({ at: entry.startTime, ms: entry.duration }));
  // 16 ms is the least that an observer is told of: the interactions that are missing were faster.
  observe('event', { durationThreshold: 16 }, (entry) => {
    if (entry.interactionId > 0)
      timings.interactions.push({ at: entry.startTime, ms: entry.duration, name: entry.name });
  });
  globalThis.timings = timings;
}

/** @returns what was observed since `from`, in milliseconds of the page's clock */
export async function timingsSince(page, from = 0) {
  const { largestPaint, longTasks, interactions } = await page.evaluate(() => globalThis.timings);
  const since = ({ at }) => at >= from;
  return { largestPaint, longTasks: longTasks.filter(since), interactions: interactions.filter(since) };
}

export function pageClock(page) {
  return page.evaluate(() => performance.now());
}

export async function slowDown(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}
