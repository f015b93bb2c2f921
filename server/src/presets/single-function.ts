import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { presetLimits } from './preset-limits.js';

/** What the function is called while it is looked at: a name of its own could be that of a command which the look needs. */
const name = 'looked_at';

/**
 * Whether bash takes a text for the definition of one function, and nothing else.
 *
 * Judged by bash itself, as it reads functions from the environment: of such a text it only ever carries out a definition,
 * and refuses a list or a pipeline of it and something else; but it stops at the first whole line of commands. So the
 * text without its last brace must not be whole yet: then the definition goes as far as that brace.
 *
 * @param code from its first line, `name() {`, to its last character
 */
export async function isSingleFunction(code: string): Promise<boolean> {
  const value = code.slice(code.indexOf('('));
  if (!value.startsWith('() {') || !value.endsWith('}')) return false;
  return (await definedBy(value)) === 'silently' && (await definedBy(value.slice(0, -1))) === 'not';
}

/** A here-document without an end is taken with a warning, though in a script it goes on behind the text. */
async function definedBy(value: string): Promise<'silently' | 'with a warning' | 'not'> {
  const bash = spawn('bash', ['--noprofile', '--norc', '-c', `declare -F ${name}`], {
    // Nothing of the server's own environment: neither its secrets, nor what bash would run, define or warn of.
    env: { PATH: process.env['PATH'], LC_ALL: 'C', [`BASH_FUNC_${name}%%`]: value },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: presetLimits.syntaxCheckMilliseconds,
  });
  const ended = once(bash, 'close');
  const [complaint, [exitCode]] = await Promise.all([text(bash.stderr), ended]);
  if (exitCode !== 0) return 'not';
  return complaint === '' ? 'silently' : 'with a warning';
}
