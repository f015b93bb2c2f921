import { createClient, fetchThrough, proxyFor, trustSystemCertificates } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import { configPath, readSession } from './config/config-file.js';
import { requireTls, resolveConnection } from './config/connection.js';
import type { Connection, ConnectionFlags } from './config/connection.js';
import { NotSignedInError, UsageError } from './errors.js';
import type { Io } from './io.js';
import { Output } from './output/output.js';
import { version } from './version.js';

export interface GlobalFlags extends ConnectionFlags {
  json: boolean;
}

/** What a command works with. Reads the config file only when a command needs a server. */
export class Context {
  readonly output: Output;
  /** Null for a user without a home directory: nothing is remembered then. */
  readonly configPath: string | null;
  private leaveProxy: (() => void) | undefined;

  constructor(
    readonly io: Io,
    private readonly flags: GlobalFlags,
    /** Ends the command: its reason is an InterruptedError. */
    readonly signal: AbortSignal,
  ) {
    this.output = new Output(io, flags.json);
    this.configPath = configPath(io);
  }

  /** For a command that has something to remember. */
  configPathNeeded(): string {
    if (this.configPath !== null) return this.configPath;
    throw new UsageError(
      'There is no home directory to remember the session in',
      'set HOME or XDG_CONFIG_HOME; or do without `hyprbox login` and set HYPRBOX_API_URL and HYPRBOX_API_TOKEN',
    );
  }

  async connection(): Promise<Connection> {
    const connection = resolveConnection(this.flags, this.io.env, await readSession(this.configPath));
    // Before anything is asked for or complained about; `clientOf` holds for addresses of other origin.
    requireTls(connection.apiUrl, this.flags, this.io.env);
    return connection;
  }

  /** A client with the user's token; throws NotSignedInError when there is none for this server. */
  async client(): Promise<Client> {
    const connection = await this.connection();
    if (connection.token === undefined) throw new NotSignedInError(`Not signed in to ${connection.apiUrl}`);
    return this.clientOf(connection);
  }

  clientOf(connection: Connection): Client {
    this.close();
    requireTls(connection.apiUrl, this.flags, this.io.env);
    const proxy = proxyFor(new URL(connection.apiUrl), this.io.env);
    if (connection.apiUrl.startsWith('https:') || proxy?.startsWith('https:')) trustSystemCertificates();
    if (proxy !== null) this.leaveProxy = fetchThrough(proxy);
    return createClient({
      baseUrl: connection.apiUrl,
      token: connection.token,
      userAgent: `hyprbox/${version}`,
      signal: this.signal,
    });
  }

  /** Clients are of no use any more: the proxy of the last one is that of the process. */
  close(): void {
    this.leaveProxy?.();
    this.leaveProxy = undefined;
  }
}
