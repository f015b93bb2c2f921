/** Named limits of the look at a source. */
export const lintingLimits = {
  /** Of a request: a source that is too large is told so as a finding. */
  bodyBytes: 2 * 1024 * 1024,
  /** Sources that are looked at by programs at once, on each server. */
  atOnce: 2,
  /** Those that may wait for it, in all and of one person, who has one look at a time; the next one is refused. */
  waiting: 16,
  waitingOfOne: 4,
  /** How long one program may take. */
  milliseconds: 10_000,
  /** Output of a program that is read. */
  outputBytes: 4 * 1024 * 1024,
  /** Memory of a program, in KiB: what shellcheck takes grows with the script. */
  memoryKiB: 512 * 1024,
  /** How long a shellcheck that was not found is not looked for. */
  absentMilliseconds: 60_000,
  messageCharacters: 1_000,
} as const;
