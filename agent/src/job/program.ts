import type { ExecutionKindName } from '@hyprbox/contracts';

/** What carries out an execution: it reads the execution's text from its standard input, in a session of its own. */
export interface Program {
  command: string;
  arguments: readonly string[];
  /** Asks it to end: TERM its whole group, INT itself alone, which then ends what it has started. KILL follows. */
  endSignal: 'SIGINT' | 'SIGTERM';
  /** From that signal to KILL, when an execution is ended by its time limit or by order. */
  endGraceMs: number;
  /** Where it is told which secret could not be had; null when it is then not started. */
  secretsUnavailableVariable: string | null;
  /** The arguments by which it tidies up after itself when an earlier run of the agent left it; null: nothing to tidy. */
  tidyArguments: readonly string[] | null;
  /** Runs under a keeper, so that the next agent can go on with it. */
  isKept: boolean;
}

export type Programs = Readonly<Record<ExecutionKindName, Program>>;

/** Tells the agent's own program; it then does nothing but say so. */
export const secretsUnavailableVariable = 'HYPRBOX_SECRETS_UNAVAILABLE';

/** From TERM to KILL of a script. */
export const jobEndGraceMs = 10_000;

const bash: Omit<Program, 'command' | 'arguments'> = {
  endSignal: 'SIGTERM',
  endGraceMs: jobEndGraceMs,
  secretsUnavailableVariable: null,
  tidyArguments: null,
  isKept: false,
};

/** Restic takes its lock away when it is interrupted, which may be a slow remote's work; a post hook may follow. */
const backupEnding = { endSignal: 'SIGINT', endGraceMs: 60_000 } as const;

export interface ProgramOptions {
  backupDirectory: string;
  /** The data of a server on this host, into which nothing is restored. */
  closedDirectory: string | null;
  /** What a script is started by; empty: nothing. */
  cover: readonly string[];
  /**
   * 0 unless scripts may outlive the agent. Backups never do: what they report on is theirs alone to end, as a repository's
   * lock and what is half restored.
   */
  keepSeconds: number;
}

/** The agent's own program is started to carry out an order, and to tidy up after one that was killed. */
export function programs(
  self: Pick<Program, 'command' | 'arguments'>,
  { backupDirectory, closedDirectory, cover, keepSeconds }: ProgramOptions,
): Programs {
  const backup: Program = {
    command: self.command,
    arguments: [...self.arguments, '--vault', backupDirectory, ...(closedDirectory === null ? [] : [closedDirectory])],
    ...backupEnding,
    secretsUnavailableVariable,
    tidyArguments: [...self.arguments, '--vault-tidy', backupDirectory],
    isKept: false,
  };
  const [command = 'bash', ...words] = [...cover, 'bash', '-s'];
  return { JOB: { command, arguments: words, ...bash, isKept: keepSeconds > 0 }, VAULT: backup };
}
