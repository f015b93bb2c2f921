import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname, setPriority } from 'node:os';
import type { BackupOrder, BackupResult } from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';
import { describe } from '../log.js';
import { Interruption } from './interruption.js';
import { Leftovers } from './leftovers.js';
import { lockHost } from './lock-owner.js';
import { printable } from './printable.js';
import { Repository } from './repository.js';
import { Restic } from './restic.js';
import { detectVersion } from './restic-version.js';
import { BackupEnvironment } from './backup-environment.js';
import { Interrupted, BackupError } from './backup-error.js';
import { readOrder } from './backup-order.js';
import { BackupPlaces } from './backup-places.js';
import type { BackupReport } from './backup-report.js';
import { StandardReport } from './backup-report.js';
import { carryOut } from './backup-tasks.js';

const standardInput = 0;
/** What a shell says of a program that SIGINT ended. */
const interruptedCode = 130;
const lowPriority = 10;
const lockPatienceMs = 5 * 60_000;

/** What a run needs of the process that it is in. */
export interface BackupSurroundings {
  directory: string;
  /** The data of a server on this host, into which nothing is restored. */
  closedDirectory: string | null;
  environment: NodeJS.ProcessEnv;
  report: BackupReport;
  interruption: Interruption;
  lockPatienceMs: number;
}

/** `hyprnode --vault-tidy <directory>`: removes what runs left that were killed; returns the exit code. */
export async function tidyBackups(directory: string): Promise<number> {
  const places = new BackupPlaces(directory);
  places.make();
  for (const path of await new Leftovers(places.leftovers).tidy()) process.stderr.write(`removed ${printable(path)}\n`);
  return 0;
}

/** `hyprnode --vault <directory> [closed directory]`: carries out the order on standard input; returns the exit code. */
export async function runBackupProgram(directory: string, closedDirectory: string | null): Promise<number> {
  const interruption = new Interruption();
  interruption.listen();
  const report = new StandardReport(
    () => new Date(),
    () => interruption.end(),
  );
  const { env: environment } = process;
  const surroundings = { directory, closedDirectory, environment, report, interruption, lockPatienceMs };
  try {
    const result = await performOrder(readFileSync(standardInput, 'utf8'), surroundings);
    report.result(result);
    return result.fault === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    report.say('Ended before it was done.');
    return interruptedCode;
  }
}

/** @throws Interrupted when the run was told to end, as it then has no result */
export async function performOrder(text: string, surroundings: BackupSurroundings): Promise<BackupResult> {
  const found: Partial<BackupResult> = {};
  let fault: BackupError | null = null;
  try {
    await perform(readOrder(text), surroundings, found);
  } catch (error) {
    surroundings.interruption.check();
    if (error instanceof Interrupted) throw error;
    fault = error instanceof BackupError ? error : new BackupError('RESTIC_FAILED', describe(error));
    surroundings.report.say(fault.message);
  }
  // What restic said stands in it, which may be of any length.
  const message = (fault?.message ?? found.message)?.slice(0, backupLimits.messageLength) ?? null;
  return { resticVersion: null, ...found, fault: fault?.fault ?? null, message };
}

async function perform(
  order: BackupOrder,
  {
    directory,
    closedDirectory = null,
    environment: variables,
    report,
    interruption,
    lockPatienceMs: patience,
  }: BackupSurroundings,
  found: Partial<BackupResult>,
): Promise<void> {
  const environment = new BackupEnvironment(variables);
  if (environment.unavailable !== null) throw new BackupError('SECRET_UNAVAILABLE', environment.unavailable);
  const places = new BackupPlaces(directory, closedDirectory);
  places.make();
  for (const path of await new Leftovers(places.leftovers).tidy())
    report.say(`Removed what an earlier run left: ${path}`);
  if (order.priority === 'LOW') lowerPriority();
  const restic = new Restic(
    {
      repository: order.repository,
      environment: environment.forRestic(),
      environmentByOldReading: environment.forResticByOldReading(),
      cacheDirectory: places.cache,
      uploadLimitKiBps: order.uploadLimitKiBps,
      downloadLimitKiBps: order.downloadLimitKiBps,
    },
    report,
    interruption,
  );
  const version = await detectVersion(restic);
  found.resticVersion = version.text;
  const { nodeId, ownTags } = order;
  const options = { nodeId, ownTags, lockPatienceMs: patience, host: lockHost(hostname()) };
  const repository = new Repository(restic, options, report, interruption);
  await carryOut({ order, restic, version, repository, environment, places, report, interruption, found });
}

/** Of this process, and so of all that it starts. The disk's as well, where the system has ionice. */
function lowerPriority(): void {
  setPriority(lowPriority);
  spawnSync('ionice', ['-c', '2', '-n', '7', '-p', String(process.pid)], { stdio: 'ignore' });
}
