import { readFileSync } from 'node:fs';

/** While the server is away: cheap enough to do every second, and soon enough to be noticed. */
const pollMs = 1_000;
/** A clock on the wall that has run on by this much more than the monotonic one: the host was suspended. */
const suspendedMs = 5_000;

export interface NetworkSigns {
  /** Anything that reads otherwise when a route or an interface has come or gone. */
  routes: () => string;
  wallMs: () => number;
  monotonicMs: () => number;
  pollMs: number;
}

const realSigns: NetworkSigns = {
  // Destination, gateway and interface; the counters beside them change with every packet.
  routes: () => fieldsOf('/proc/net/route', [0, 1, 2, 7]) + fieldsOf('/proc/net/ipv6_route', [0, 1, 4, 9]),
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  pollMs,
};

/** Pauses that end early when trying again has become worth while: the network changed, or the host woke up. */
export class NetworkWatch {
  constructor(private readonly signs: NetworkSigns = realSigns) {}

  /** Resolves to whether the network changed; resolves early, too, when the signal is aborted. */
  pause(milliseconds: number, signal: AbortSignal): Promise<'passed' | 'changed'> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve('passed');
      const routes = this.signs.routes();
      const drift = this.drift();
      const finish = (how: 'passed' | 'changed') => (): void => {
        clearTimeout(timer);
        clearInterval(poll);
        signal.removeEventListener('abort', passed);
        resolve(how);
      };
      const passed = finish('passed');
      const changed = finish('changed');
      const timer = setTimeout(passed, milliseconds);
      const poll = setInterval(() => {
        if (this.signs.routes() !== routes || this.drift() - drift > suspendedMs) changed();
      }, this.signs.pollMs);
      signal.addEventListener('abort', passed);
    });
  }

  private drift(): number {
    return this.signs.wallMs() - this.signs.monotonicMs();
  }
}

function fieldsOf(path: string, columns: readonly number[]): string {
  try {
    const lines = readFileSync(path, 'latin1').trim().split('\n');
    return lines.map((line) => columns.map((column) => line.trim().split(/\s+/)[column]).join(' ')).join('\n');
  } catch {
    // A kernel without IPv6, or a container without /proc/net.
    return '';
  }
}
