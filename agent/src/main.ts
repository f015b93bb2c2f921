import { hostname } from 'node:os';
import { Agent } from './agent.js';
import type { Config } from './config.js';
import { ConfigError, loadConfig } from './config.js';
import { createLog, describe } from './log.js';
import { spareMemory } from './memory.js';
import { StateDirectory, StateDirectoryError } from './state-directory.js';
import { usage } from './usage.js';
import { agentVersion } from './version.js';

const configurationFault = 2;

const log = createLog(
  (line) => process.stderr.write(line),
  () => new Date(),
);

async function main(args: readonly string[]): Promise<void> {
  const [option, ...others] = args;
  if (option === undefined) return runAgent();
  if (others.length === 0 && option === '--version') return print(`hyprnode ${agentVersion}\n`);
  if (others.length === 0 && option === '--help') return print(usage);
  if (others.length === 0 && option === '--inventory') {
    const { readInventory } = await import('./metrics/inventory.js');
    return print(`${JSON.stringify(await readInventory())}\n`);
  }
  const [directory] = others;
  if (others.length === 1 && directory !== undefined && (option === '--vault' || option === '--vault-tidy')) {
    const { runVault, tidyVault } = await import('./backup/vault-program.js');
    process.exitCode = await (option === '--vault' ? runVault(directory) : tidyVault(directory));
    return;
  }
  process.stderr.write(`hyprnode: ${args.join(' ')} is not understood; see hyprnode --help\n`);
  process.exitCode = configurationFault;
}

function print(text: string): void {
  process.stdout.write(text);
}

async function runAgent(): Promise<void> {
  spareMemory();
  const opened = open();
  if (opened === null) {
    process.exitCode = configurationFault;
    return;
  }
  const { config, state } = opened;
  log.info(`hyprnode ${agentVersion} of node ${config.nodeId}, server ${config.apiUrl.origin}`);
  const self = { command: process.execPath, arguments: [process.argv[1] ?? ''] };
  const agent = new Agent(config, self, state, log);
  const stopped = whenAskedToStop();
  await agent.start();
  await Promise.race([stopped, agent.run()]);
  await agent.stop();
  state.release();
  log.info('stopped');
  process.exit(0);
}

/** Null when the configuration does not allow a start, which has then been said. */
function open(): { config: Config; state: StateDirectory } | null {
  try {
    const config = loadConfig(process.env, { hostname: hostname(), isRoot: process.getuid?.() === 0 });
    // From here on no child can inherit it.
    delete process.env.HYPRBOX_NODE_TOKEN;
    warnOfPlainText(config.apiUrl);
    return { config, state: StateDirectory.take(config.stateDirectory) };
  } catch (error) {
    if (error instanceof ConfigError) for (const fault of error.faults) log.error(fault);
    else if (error instanceof StateDirectoryError) log.error(error.message);
    else throw error;
    return null;
  }
}

function warnOfPlainText(url: URL): void {
  const isLocal = /^(?:localhost|127\.[0-9.]+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isLocal) {
    log.warn('HYPRBOX_API_URL is not https: the node token can be read on its way to the server');
  }
}

/** A signal, or the end of the process that started the agent as its child. */
function whenAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log.info(`${signal}: stopping`);
        resolve();
      });
    }
    if (process.send !== undefined) process.on('disconnect', resolve);
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  log.error(`hyprnode failed: ${describe(error)}`);
  process.exit(1);
});
