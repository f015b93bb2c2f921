import { freePort, startProcess, type TestProcess } from '@hyprbox/testing';

/** A server of restic's REST protocol on loopback, which is rclone's; it lets in one user alone. */
export class RestServer implements AsyncDisposable {
  private constructor(
    private readonly process: TestProcess,
    /** As in a policy: without credentials. */
    readonly address: string,
  ) {}

  static readonly user = 'hyprbox';
  /** With what an address must not take as its own. */
  static readonly password = 'p/a@s:s%41?#';

  /** @param appendOnly takes new files, and lets none be removed */
  static async start(directory: string, { appendOnly = false } = {}): Promise<RestServer> {
    const port = await freePort();
    const options = ['--addr', `127.0.0.1:${port}`, '--user', RestServer.user, '--pass', RestServer.password];
    const server = await startProcess(
      'rclone',
      ['serve', 'restic', ...options, ...(appendOnly ? ['--append-only'] : []), directory],
      { ready: /Serving restic REST API/ },
    );
    return new RestServer(server, `rest:http://127.0.0.1:${port}/`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop('SIGTERM', 10_000);
  }
}
