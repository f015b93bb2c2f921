import type { KeptSample, Metrics } from '@hyprbox/contracts';
import { requiredMetricNames } from '@hyprbox/contracts';

/** How long a server that refused a figure is spared it: it may be brought up to date meanwhile. */
const leftOutMs = 10 * 60_000;
const pointerOfFigure = /^(?:\/samples\/[0-9]+)?\/metrics\/([^/]+)/;
const pointerOfMachine = /^\/(machine)$/;
const required = new Set<string>(requiredMetricNames);

/** What the server refuses of a heartbeat, such as a figure which a version before ours does not know. */
export class RefusedFigures {
  private readonly until = new Map<string, number>();

  /** @returns the figures that are refused for the first time, and can be left out */
  note(pointers: readonly string[]): string[] {
    const now = performance.now();
    const named = new Set(
      pointers.flatMap((pointer) => (pointerOfFigure.exec(pointer) ?? pointerOfMachine.exec(pointer))?.[1] ?? []),
    );
    const fresh = [...named].filter((name) => !required.has(name) && !this.isLeftOut(name, now));
    for (const name of fresh) this.until.set(name, now + leftOutMs);
    return fresh;
  }

  leftOutOf(sample: KeptSample): KeptSample {
    if (this.until.size === 0) return sample;
    const now = performance.now();
    const taken = Object.entries(sample.metrics).filter(([name]) => !this.isLeftOut(name, now));
    // Only figures that are not required are left out.
    return { at: sample.at, metrics: Object.fromEntries(taken) as Metrics };
  }

  isLeftOut(name: string, now = performance.now()): boolean {
    return (this.until.get(name) ?? 0) > now;
  }
}
