/** Stands for a word `-` while yargs reads the command line: as a positional it would be taken for a flag without a name. */
const standIn = '\ue000';

/** Of the words that yargs reads: what stands behind `--` is left as it is. */
export function hideStdinWords(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, index) => (word === '-' && (end === -1 || index < end) ? standIn : word));
}

export function showStdinWords(text: string): string {
  return text.replaceAll(standIn, '-');
}

/** The arguments as they were typed. */
export function withStdinWords<Args extends object>(args: Args): Args {
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    return value === standIn ? '-' : value;
  };
  // The same names, each with a value of the type that it had.
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, shown(value)])) as Args;
}
