import { UsageError } from '../../errors.js';

/** Letters that bash gives no meaning to, wherever they stand. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** As the first word these begin a construct of the shell (`compgen -k`). */
const keywords = new Set(
  'if then else elif fi case esac for select while until do done in function time coproc ! { } [[ ]]'.split(' '),
);

/** A command and its arguments as a line for bash, each word quoted so that it arrives as it was typed. */
export function shellLine(words: readonly string[]): string {
  const [program = '', ...others] = words;
  if (others.length === 0 && /\s/.test(program)) {
    throw new UsageError(
      `"${program}" would be the name of one program, with spaces in it`,
      'give each word by itself: -- df -h; or, for a line of shell: -- bash -c "df -h | tail -n 1"',
    );
  }
  if (program === '') throw new UsageError('There is no command behind --');
  // Bash would take `a=b` in front for a variable.
  const isSpecial = keywords.has(program) || program.includes('=');
  return `${[isSpecial ? quoted(program) : quotedIfNeeded(program), ...others.map(quotedIfNeeded)].join(' ')}\n`;
}

function quotedIfNeeded(word: string): string {
  return plain.test(word) ? word : quoted(word);
}

/** Nothing has a meaning between single quotes but the next one. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
