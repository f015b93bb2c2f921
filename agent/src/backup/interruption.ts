import { Interrupted } from './backup-error.js';

/**
 * Being told to end, and passing it on to the child that runs. Not to the whole process group: the ssh or rclone that
 * restic takes its lock away by must outlive it.
 */
export class Interruption {
  private readonly told = new AbortController();
  private listener: () => void = () => undefined;

  listen(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.end());
  }

  end(): void {
    this.told.abort();
    this.listener();
  }

  /** What tells the child that runs, while it runs. */
  onEnd(listener: () => void): () => void {
    this.listener = listener;
    return () => {
      if (this.listener === listener) this.listener = () => undefined;
    };
  }

  get signal(): AbortSignal {
    return this.told.signal;
  }

  /** @throws Interrupted when the run has been told to end */
  check(): void {
    if (this.told.signal.aborted) throw new Interrupted('The run was told to end.');
  }
}
