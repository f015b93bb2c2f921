import { hostname } from 'node:os';
import { Agent } from './agent.js';
import type { Config } from './config.js';
import { ConfigError, loadConfig } from './config.js';
import { readEnrolment } from './enrolment.js';
import { createLog, describe } from './log.js';
import { spareMemory } from './memory.js';
import { StateDirectory, StateDirectoryError, guardPlaces } from './state-directory.js';
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
  const [directory, second] = others;
  if (directory !== undefined && others.length <= 2 && option === '--vault') {
    const { runBackupProgram } = await import('./backup/backup-program.js');
    process.exitCode = await runBackupProgram(directory, second ?? null);
    return;
  }
  if (directory !== undefined && others.length === 1 && option === '--vault-tidy') {
    const { tidyBackups } = await import('./backup/backup-program.js');
    process.exitCode = await tidyBackups(directory);
    return;
  }
  if (option === '--guard' && others.length === 2 && directory !== undefined) {
    const { runGuard } = await import('./job/guard-program.js');
    return runGuard({ ...guardPlaces(directory), keepSeconds: Number(second) }, log);
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
  const { asked, ending } = whenAskedToStop();
  await agent.start();
  await Promise.race([asked, agent.run()]);
  await agent.drain(ending);
  await agent.stop();
  state.release();
  log.info('stopped');
  process.exit(0);
}

/** Null when the configuration does not allow a start, which has then been said. */
function open(): { config: Config; state: StateDirectory } | null {
  try {
    const config = loadConfig(process.env, {
      hostname: hostname(),
      isRoot: process.getuid?.() === 0,
      enrolledAs: (directory) => readEnrolment(directory)?.nodeId ?? null,
    });
    // From here on no child can inherit it.
    delete process.env.HYPRBOX_NODE_TOKEN;
    // Nor does the agent itself run what lies in directories of whoever started it.
    process.env.PATH = config.jobPath;
    return { config, state: StateDirectory.take(config.stateDirectory) };
  } catch (error) {
    if (error instanceof ConfigError) for (const fault of error.faults) log.error(fault);
    else if (error instanceof StateDirectoryError) log.error(error.message);
    else throw error;
    return null;
  }
}

/**
 * TERM, as systemd sends it, lets running jobs end in time, or leaves them to the next agent. INT, a second TERM, or the
 * end of the process that started the agent as its child ends them at once.
 */
function whenAskedToStop(): { asked: Promise<void>; ending: AbortSignal } {
  const asked = Promise.withResolvers<void>();
  const ending = new AbortController();
  let terms = 0;
  process.on('SIGTERM', () => {
    terms += 1;
    log.info(terms === 1 ? 'SIGTERM: stopping' : 'SIGTERM again: ending what runs');
    if (terms > 1) ending.abort();
    asked.resolve();
  });
  const endNow = (why: string) => (): void => {
    log.info(`${why}: stopping`);
    ending.abort();
    asked.resolve();
  };
  process.on('SIGINT', endNow('SIGINT'));
  if (process.send !== undefined) process.on('disconnect', endNow('the parent is gone'));
  return { asked: asked.promise, ending: ending.signal };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  log.error(`hyprnode failed: ${describe(error)}`);
  process.exit(1);
});
