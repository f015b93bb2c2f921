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
}

export type Programs = Readonly<Record<ExecutionKindName, Program>>;

/** Tells the agent's own program; it then does nothing but say so. */
export const secretsUnavailableVariable = 'HYPRBOX_SECRETS_UNAVAILABLE';

const bash: Program = {
  command: 'bash',
  arguments: ['-s'],
  endSignal: 'SIGTERM',
  endGraceMs: 10_000,
  secretsUnavailableVariable: null,
  tidyArguments: null,
};

/** Restic takes its lock away when it is interrupted, which may be a slow remote's work; a post hook may follow. */
const vaultEnding = { endSignal: 'SIGINT', endGraceMs: 60_000 } as const;

/** What the agent's own program is started with to carry out an order, and to tidy up after one that was killed. */
export function programs(self: Pick<Program, 'command' | 'arguments'>, vaultDirectory: string): Programs {
  const vault: Program = {
    command: self.command,
    arguments: [...self.arguments, '--vault', vaultDirectory],
    ...vaultEnding,
    secretsUnavailableVariable,
    tidyArguments: [...self.arguments, '--vault-tidy', vaultDirectory],
  };
  return { JOB: bash, VAULT: vault };
}
