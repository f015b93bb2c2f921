import { createClient } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import { configPath, readSession } from './config/config-file.js';
import { resolveConnection } from './config/connection.js';
import type { Connection, ConnectionFlags } from './config/connection.js';
import { NotSignedInError } from './errors.js';
import type { Io } from './io.js';
import { Output } from './output/output.js';
import { version } from './version.js';

export interface GlobalFlags extends ConnectionFlags {
  json: boolean;
}

/** What a command works with. Reads the config file only when a command needs a server. */
export class Context {
  readonly output: Output;
  readonly configPath: string;

  constructor(
    readonly io: Io,
    private readonly flags: GlobalFlags,
    /** Ends the command: its reason is an InterruptedError. */
    readonly signal: AbortSignal,
  ) {
    this.output = new Output(io, flags.json);
    this.configPath = configPath(io);
  }

  async connection(): Promise<Connection> {
    return resolveConnection(this.flags, this.io.env, await readSession(this.configPath));
  }

  /** A client with the user's token; throws NotSignedInError when there is none for this server. */
  async client(): Promise<Client> {
    const connection = await this.connection();
    if (connection.token === undefined) throw new NotSignedInError(`Not signed in to ${connection.apiUrl}`);
    return this.clientOf(connection);
  }

  clientOf(connection: Connection): Client {
    return createClient({
      baseUrl: connection.apiUrl,
      token: connection.token,
      userAgent: `hyprbox/${version}`,
      signal: this.signal,
    });
  }
}
