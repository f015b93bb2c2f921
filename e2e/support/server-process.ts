import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient, type Client } from '@hyprbox/api-client';
import { databaseDirectory, freePort, startProcess, type TestProcess } from '@hyprbox/testing';
import { inject } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = `${root}server/dist/main.js`;
export const admin = { email: 'admin@example.com', password: 'correct horse battery' };
const startMs = 60_000;

export interface ServerOptions {
  /** Beside or instead of the usual variables. */
  env?: Record<string, string>;
}

/** The built server as a real process, with its embedded PostgreSQL, on a data directory of its own. */
export class ServerProcess implements AsyncDisposable {
  /**
   * Of servers of this worker that are gone. The next one takes the port of the last, so that its console is at the same
   * address, and the browser has the console's code still.
   */
  private static readonly ports: number[] = [];

  private current: TestProcess | null = null;

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly env: Record<string, string>,
    private readonly removeDataDir: () => Promise<void>,
  ) {}

  /** One that begins with the admin's account and what else a first start makes: see started-once.global-setup.ts. */
  static async start({ env = {} }: ServerOptions = {}): Promise<ServerProcess> {
    const server = await this.create({ env: { ...compileCache(), ...env } });
    if (env['HYPRBOX_DATABASE_URL'] === undefined) await copyStartedOnce(`${server.dataDir}/data`);
    await server.start();
    return server;
  }

  /** One that makes all of it itself. */
  static async startFirst(options: ServerOptions = {}): Promise<ServerProcess> {
    const server = await this.create(options);
    await server.start();
    return server;
  }

  private static async create({ env = {} }: ServerOptions): Promise<ServerProcess> {
    const directory = await databaseDirectory({ mode: 0o755 });
    return new ServerProcess(directory.path, await freePort(this.ports.pop()), env, () => directory.remove());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get process(): TestProcess {
    if (!this.current) throw new Error('The server is not running.');
    return this.current;
  }

  /** Starts it, or starts it again on the same data and the same port. */
  async start(): Promise<void> {
    this.current = await startProcess(process.execPath, ['--enable-source-maps', program], {
      cwd: this.dataDir,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NO_COLOR: '1',
        HYPRBOX_PORT: String(this.port),
        HYPRBOX_DATA_DIR: `${this.dataDir}/data`,
        HYPRBOX_LOCAL_AGENT: 'false',
        HYPRBOX_PRESETS_DIR: fileURLToPath(new URL('../presets', import.meta.url)),
        HYPRBOX_ADMIN_EMAIL: admin.email,
        HYPRBOX_ADMIN_PASSWORD: admin.password,
        ...this.env,
      },
      ready: /HyprBox is ready at /,
      timeoutMs: startMs,
    });
  }

  /** Ends it without a chance to do anything more, and returns when it is gone. */
  async kill(): Promise<void> {
    await this.process.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.process.stop('SIGTERM', 30_000);
  }

  /** A client for the admin. */
  async signIn(): Promise<Client> {
    const { token } = await createClient({ baseUrl: this.url }).auth.login(admin);
    return createClient({ baseUrl: this.url, token });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.current?.stop('SIGTERM', 30_000);
    ServerProcess.ports.push(this.port);
    await this.removeDataDir();
  }
}

/**
 * Makes a server's data directory as its first start leaves it behind: see started-once.global-setup.ts. Where a run has none,
 * the server makes it itself.
 */
export async function copyStartedOnce(dataDir: string): Promise<void> {
  const once = inject('startedOnce');
  // With its owner, who PostgreSQL runs as.
  if (once !== undefined) await promisify(execFile)('cp', ['-a', once.dataDir, dataDir]);
}

/** What lets the server use the code that Node.js compiled for the first one. */
export function compileCache(): Record<string, string> {
  const once = inject('startedOnce');
  return once === undefined ? {} : { NODE_COMPILE_CACHE: once.compileCache };
}
