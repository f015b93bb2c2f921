import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { enrolledNodeId } from './enrolled-node-id.js';
import type { LocalNode } from './local-agent-token.js';

const agentProgram = fileURLToPath(new URL('../../../agent/dist/hyprnode.mjs', import.meta.url));
const firstRestartMs = 1_000;
const longestRestartMs = 30_000;
/** The agent needs this long at most to end its jobs and to report. */
const stopMs = 15_000;
/** The agent's exit code for a configuration that can't work; starting it again would not help. */
const configurationFault = 2;

/** The agent of the server's own host, run as a child and started again when it ends by itself. */
export class LocalAgent {
  /** The node that this host would be by its configuration, or by its name. */
  readonly wantedNodeId: string;
  private nodeId = '';
  private readonly logger: Logger;
  private readonly dir: string;
  private child: ChildProcess | null = null;
  private restart: NodeJS.Timeout | null = null;
  private restartMs = firstRestartMs;
  private stopped = false;

  constructor(
    private readonly dataDir: string,
    private readonly serverUrl: string,
    logger: Logger,
  ) {
    this.logger = logger.child({ context: 'LocalAgent' });
    this.dir = join(dataDir, 'local-agent');
    this.wantedNodeId =
      process.env['HYPRBOX_NODE_ID'] || enrolledNodeId(join(this.dir, 'state')) || nodeIdOf(hostname());
  }

  /** @param token a node token that is good for this host, and the node that it is for */
  async start({ token, nodeId }: LocalNode): Promise<void> {
    this.nodeId = nodeId;
    if (!existsSync(agentProgram)) {
      this.logger.warn('The agent is not built, so this host does not report. Run: npm run build');
      return;
    }
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    await writeFile(this.tokenFile, token, { mode: 0o600 });
    this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.restart) clearTimeout(this.restart);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopMs);
    await exited;
    clearTimeout(force);
  }

  private get tokenFile(): string {
    return join(this.dir, 'token');
  }

  private run(): void {
    if (this.stopped) return;
    const startedAt = Date.now();
    // The channel's end tells the agent that the server was killed.
    const child = spawn(process.execPath, [agentProgram], {
      env: this.environment(),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    child.once('error', (error) => this.logger.error({ err: error }, 'The agent could not be started.'));
    child.once('exit', (code, signal) => {
      if (this.stopped) return;
      if (code === configurationFault) {
        this.logger.error('The agent of this host refuses its configuration; it is not started again.');
        return;
      }
      if (Date.now() - startedAt > longestRestartMs) this.restartMs = firstRestartMs;
      this.logger.warn(`The agent of this host ended (${signal ?? `exit code ${code}`}); starting it again.`);
      this.restart = setTimeout(() => this.run(), this.restartMs);
      this.restartMs = Math.min(this.restartMs * 2, longestRestartMs);
    });
  }

  /** What the server was started with, without anything of its own: its secrets are not the agent's. */
  private environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('HYPRBOX_'));
    const passed = ['HYPRBOX_INTERVAL', 'HYPRBOX_CONCURRENCY', 'HYPRBOX_JOB_PATH'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    // Its server is on this host: no proxy would find it.
    const exempt = [process.env.no_proxy || process.env.NO_PROXY, new URL(this.serverUrl).hostname];
    const withoutProxy = exempt.filter(Boolean).join(',');
    return {
      ...Object.fromEntries([...own, ...passed]),
      NO_PROXY: withoutProxy,
      no_proxy: withoutProxy,
      // The server waits no longer for it than it takes to end its jobs.
      HYPRBOX_DRAIN_SECONDS: '0',
      HYPRBOX_API_URL: this.serverUrl,
      HYPRBOX_NODE_TOKEN_FILE: this.tokenFile,
      HYPRBOX_NODE_ID: this.nodeId,
      HYPRBOX_STATE_DIR: join(this.dir, 'state'),
      HYPRBOX_CLOSED_DIR: this.dataDir,
    };
  }
}

/** A host name made to fit what a node may be called. */
export function nodeIdOf(host: string): string {
  const id = host
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 128);
  return id || 'localhost';
}
