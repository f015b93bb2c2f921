import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import type { Client } from '@hyprbox/api-client';
import {
  isTerminal,
  type BackupRun,
  type BackupRunDetails,
  type CreateBackupPolicyRequest,
  type ExecutionStatus,
} from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';

/** Much data takes its time. Shorter than a test's own limit, so that who waits in vain says what for. */
const endMs = 100_000;
/** Asked more often, a minute of waiting would use up the calls that a user has in it. */
const askEveryMs = 100;

export const password = 'the password of the test’s repositories';

/** What an agent's environment needs for `passwordRef: env:VAULT_PASSWORD`, and a home of its own for restic's cache. */
export async function backupEnvironment(directory: string, programs: string[] = []): Promise<Record<string, string>> {
  const home = `${directory}/home`;
  await mkdir(home, { recursive: true });
  return { HOME: home, VAULT_PASSWORD: password, HYPRBOX_JOB_PATH: [...programs, process.env['PATH']].join(':') };
}

/** A policy that does nothing by itself during a test. */
export function policyOf(
  fields: Partial<CreateBackupPolicyRequest> & Pick<CreateBackupPolicyRequest, 'repository' | 'paths'>,
): CreateBackupPolicyRequest {
  return {
    name: `policy ${fields.repository}`,
    passwordRef: 'env:VAULT_PASSWORD',
    schedule: '0 3 1 1 *',
    checkSchedule: null,
    drillSchedule: null,
    ...fields,
  };
}

export function runEnds(client: Client, { id }: Pick<BackupRun, 'id'>): Promise<BackupRunDetails> {
  return eventually(
    async () => {
      const run = await client.backups.runs.get(id);
      if (!isTerminal(run.status)) throw new Error(describe(run));
      return run;
    },
    { timeoutMs: endMs, intervalMs: askEveryMs },
  );
}

function describe({ kind, status, reason, message, log }: BackupRunDetails): string {
  return `The ${kind} is ${status} (${reason}): ${message}\n${log}`;
}

/** Waits for its end and says what was wrong when it is another than expected. */
export async function runBecomes(
  client: Client,
  run: Pick<BackupRun, 'id'>,
  status: ExecutionStatus,
): Promise<BackupRunDetails> {
  const ended = await runEnds(client, run);
  if (ended.status !== status) throw new Error(describe(ended));
  return ended;
}

/** The latest run of a kind, however it was started, once it has ended. */
export function latestEnds(client: Client, policyId: string, kind: BackupRun['kind']): Promise<BackupRun> {
  return eventually(
    async () => {
      const { items } = await client.backups.runs.list({ policyId, limit: 200 });
      const run = items.find((each) => each.kind === kind);
      if (run === undefined || !isTerminal(run.status)) throw new Error(`The ${kind} is ${run?.status ?? 'not there'}`);
      return run;
    },
    { timeoutMs: endMs, intervalMs: askEveryMs },
  );
}

/** Waits until nothing of a policy is queued or runs: a backup's retention follows by itself. */
export async function settles(client: Client, policyId: string): Promise<void> {
  await eventually(
    async () => {
      const { items } = await client.backups.runs.list({ policyId, limit: 200 });
      const open = items.find(({ status }) => !isTerminal(status));
      if (open !== undefined) throw new Error(`The ${open.kind} is ${open.status}`);
      return true;
    },
    { timeoutMs: endMs, intervalMs: askEveryMs },
  );
}

/** Restic's locks. It writes each aside first, and whoever is killed then leaves `<id>-tmp-<number>`, which locks nothing. */
export async function locksIn(repository: string): Promise<string[]> {
  return (await readdir(`${repository}/locks`)).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

export function restic(repository: string, ...words: string[]): string {
  const env = { ...process.env, RESTIC_PASSWORD: password, RESTIC_REPOSITORY: repository };
  return execFileSync('restic', ['--no-cache', ...words], { env, encoding: 'utf8', stdio: 'pipe' });
}

/**
 * A `restic` that stops like a process in a debugger as soon as it holds its lock on a local repository, once, when
 * `arm` has been called: whatever is killed then is killed in the middle.
 */
export class StoppingRestic {
  private constructor(private readonly directory: string) {}

  static async at(directory: string): Promise<StoppingRestic> {
    await mkdir(`${directory}/bin`, { recursive: true });
    const real = execFileSync('which', ['restic'], { encoding: 'utf8' }).trim();
    await writeFile(
      `${directory}/bin/restic`,
      `#!/bin/bash
case " $* " in
  *" $(cat '${directory}/armed' 2>/dev/null) "*) ;;
  *) exec '${real}' "$@" ;;
esac
repository=$(cat '${directory}/repository')
rm '${directory}/armed'
'${real}' "$@" &
until ls "$repository/locks" | grep -qxE '[0-9a-f]{64}'; do
  kill -0 $! 2>/dev/null || { wait $!; exit; }
  sleep 0.005
done
kill -STOP $!
echo $! > '${directory}/pid'
mv '${directory}/pid' '${directory}/stopped'
wait $!
`,
    );
    await chmod(`${directory}/bin/restic`, 0o755);
    return new StoppingRestic(directory);
  }

  get path(): string {
    return `${this.directory}/bin`;
  }

  /** The next call of `command` on the repository stops in its middle. */
  async arm(command: string, repository: string): Promise<void> {
    await writeFile(`${this.directory}/repository`, repository);
    await writeFile(`${this.directory}/armed`, command);
  }

  /** Waits until it has stopped; the process is left as it is. */
  async stopped(): Promise<void> {
    await eventually(async () => (await readdir(this.directory)).includes('stopped'), { timeoutMs: 60_000 });
    await this.forget();
  }

  private async forget(): Promise<void> {
    execFileSync('rm', [`${this.directory}/stopped`]);
  }
}
