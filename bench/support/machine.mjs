import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were taken on, and how busy it was: a load above 0.5 before the run spoils them. */
export function machine() {
  const memory = Math.round(totalmem() / 1024 ** 3);
  const load = loadavg()[0].toFixed(1);
  return `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${memory} GiB, load ${load}`;
}
