/**
 * What `hyprbox` ends with. Scripts rely on these: none changes its meaning. A command that waits for a script
 * (`--follow`, `--target local`) ends with the script's own exit code instead of `ok` and `failure`, unless
 * `--exit-code outcome` asks for these alone: a script may end with 2 to 5 as well.
 */
export const exitCodes = {
  ok: 0,
  /** The server refused, or something failed that is none of the below. */
  failure: 1,
  /** The command line, a value or the configuration is wrong; nothing was done. */
  usage: 2,
  /** Not signed in, or signed in without the permission. */
  forbidden: 3,
  notFound: 4,
  /** The server cannot be reached, or is away for the moment (502, 503, 504). Trying again later may help. */
  unreachable: 5,
  /** Of a rollout: some hosts succeeded, others did not. */
  partial: 6,
  /** Of a rollout: it is halted, and goes on only if somebody resumes it. */
  halted: 7,
  /** The agent was lost or interrupted: how the script ended is not known (EX_TEMPFAIL of sysexits.h). */
  outcomeUnknown: 75,
  /** The job ran out of time, as timeout(1) says it. */
  timeout: 124,
  /** The job was cancelled, the rollout aborted, or Ctrl-C was pressed here (128 + SIGINT). */
  cancelled: 130,
  /** Whoever read the output went away, as with `| head` (128 + SIGPIPE). */
  readerGone: 141,
  /** Ended by SIGTERM (128 + SIGTERM). */
  terminated: 143,
} as const;

/** Whose exit code a command that waits for a script ends with. */
export const exitCodeStyles = ['script', 'outcome'] as const;
export type ExitCodeStyle = (typeof exitCodeStyles)[number];

/** Shown by the help of the commands that wait for a script. */
export const followExitCodesHelp = [
  'Exit codes while a script is followed:',
  '  0    it succeeded',
  '  n    it ended with exit code n; 128 + n if signal n ended it',
  '  75   its agent was lost or interrupted: how it ended is not known',
  '  124  it ran out of time',
  '  130  it was cancelled, or you pressed Ctrl-C (the job goes on)',
  'hyprbox itself ends with 1 failed, 2 wrong usage, 3 not signed in or not',
  'allowed, 4 not found, 5 server unreachable. A script may end with these too:',
  'with --exit-code outcome one that fails gives 1, and 2 to 5 are hyprbox alone.',
].join('\n');

const ofRollouts = [
  'Exit codes while a rollout is followed:',
  '  0    every host succeeded',
  '  1    none did',
  '  6    some did, others did not',
  '  7    it is halted: its budget is used up, or a gate stayed closed',
  '  130  it was aborted or not approved, or you pressed Ctrl-C (it goes on)',
];

/** Shown by the help of the commands that wait for a rollout. */
export const rolloutExitCodesHelp = [
  ...ofRollouts,
  'hyprbox itself ends with 1 failed, 2 wrong usage, 3 not signed in or not',
  'allowed, 4 not found, 5 server unreachable.',
].join('\n');

/** Shown by the help of the command that waits for either. */
export const applyExitCodesHelp = [followExitCodesHelp, ...ofRollouts].join('\n');

export const generalExitCodesHelp = [
  'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not signed in or not allowed,',
  '4 not found, 5 server unreachable.',
].join('\n');
