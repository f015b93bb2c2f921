import { Interrupted } from './vault-fault.js';

/** Being told to end. The signal goes to the whole process group, so restic and the hooks have it of their own. */
export class Interruption {
  private readonly told = new AbortController();
  private listener: () => void = () => undefined;

  listen(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.told.abort());
  }

  /** For an end that nobody signalled: the child that runs has to be told. */
  end(): void {
    this.told.abort();
    this.listener();
  }

  onEnd(listener: () => void): void {
    this.listener = listener;
  }

  get signal(): AbortSignal {
    return this.told.signal;
  }

  /** @throws Interrupted when the run has been told to end */
  check(): void {
    if (this.told.signal.aborted) throw new Interrupted('The run was told to end.');
  }
}
