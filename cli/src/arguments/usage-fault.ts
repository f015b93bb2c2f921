import { UsageError } from '../errors.js';
import { nearest } from './suggest.js';

/** How far yargs got before it gave up: the command it entered and the flags that are known there. */
export interface Entered {
  /** `preset apply <name>`; empty when no command was recognised. */
  usage: string;
  flags: readonly string[];
  /** It takes a command behind `--`. */
  takesWordsBehind?: boolean;
}

/** Says in our words what yargs says in its own, and where to read on. */
export function usageFault(message: string, typed: readonly string[], entered: Entered): UsageError {
  const command = entered.usage.replace(/ ?[<[].*$/, '');
  const hint = `see \`hyprbox ${command === '' ? '' : `${command} `}--help\``;
  const meant = /^Did you mean (.+)\?$/.exec(message)?.[1];
  if (meant !== undefined) return new UsageError(`Unknown command; did you mean "${meant}"?`, hint);
  if (message.startsWith('Not enough non-option arguments')) {
    return new UsageError(`Something is missing: hyprbox ${entered.usage}`, hint);
  }
  // yargs says the same of a word that is no command as of none.
  const stray = message.startsWith('A command of ') ? wordAfter(command, typed) : undefined;
  if (stray !== undefined) return new UsageError(`Unknown command ${stray}`, hint);
  const unknown = /^Unknown arguments?: (.+)$/s.exec(message)?.[1];
  if (unknown === undefined) return new UsageError(message, hint);
  return new UsageError(
    unknown
      .split(', ')
      .flatMap((name) => unknownWord(name, typed, entered))
      .join('; '),
    entered.takesWordsBehind === true ? `write \`--\` before the command that is to run; ${hint}` : hint,
  );
}

/** What was typed behind the name of a group, unless that is a flag. */
function wordAfter(group: string, typed: readonly string[]): string | undefined {
  const noun = group.split(' ').at(-1) ?? '';
  const word = typed[typed.indexOf(noun) + 1];
  return word?.startsWith('-') === true ? undefined : word;
}

/** Empty for a spelling that only yargs knows of, such as the camel case of a flag. */
function unknownWord(name: string, typed: readonly string[], entered: Entered): string[] {
  const flag = typed.find((word) => /^--?/.test(word) && word.replace(/^--?/, '').split('=')[0] === name);
  if (flag === undefined) {
    const isTyped = typed.includes(name) || name === '""';
    if (!isTyped) return /^[a-z]$/i.test(name) ? [`Unknown flag -${name}`] : [];
    return [
      entered.usage === '' || entered.usage.includes('<command>')
        ? `Unknown command ${name}`
        : `Unexpected word ${name}`,
    ];
  }
  const near = nearest(name, entered.flags);
  return [`Unknown flag ${flag.split('=')[0]}${near === undefined ? '' : `; did you mean --${near}?`}`];
}
