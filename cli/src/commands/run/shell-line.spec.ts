import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { shellLine } from './shell-line.js';

/** What a program gets as its arguments where bash reads the line as a script. */
function received(words: readonly string[]): string[] {
  const script = shellLine(['printf', String.raw`%s\0`, ...words]);
  return execFileSync('bash', ['-s'], { input: script }).toString().split('\0').slice(0, -1);
}

describe('a command as a line for bash', () => {
  it('is left as it was typed where nothing in it has a meaning', () => {
    expect(shellLine(['systemctl', 'restart', '--now=yes', 'nginx@1.service'])).toBe(
      'systemctl restart --now=yes nginx@1.service\n',
    );
  });

  it('hands each word over as it was typed, whatever is in it', () => {
    const words = [
      '',
      ' ',
      '-n',
      '~',
      '*',
      '$(id)',
      '`id`',
      '$HOME',
      "it's",
      "''",
      '"',
      '\\',
      'a\\nb',
      'a\nb',
      ';rm -rf /',
      '& |',
      '{a,b}',
      '!!',
      '#no',
      '\u202e\x1b[2J',
      'ö 長',
      '>out',
      'x=y',
    ];
    expect(received(words)).toEqual(words);
  });

  it.each(['if', 'time', '{', '[[', 'A=b'])('takes %s for the name of a program', (program) => {
    expect(shellLine([program, 'x'])).toBe(`'${program}' x\n`);
  });

  it('does not guess at a whole line in one word', () => {
    expect(() => shellLine(['df -h | tail'])).toThrow(UsageError);
    expect(() => shellLine([''])).toThrow(UsageError);
    expect(shellLine(['bash', '-c', 'df -h | tail'])).toBe("bash -c 'df -h | tail'\n");
  });
});
