import { describe, expect, it } from 'vitest';
import type { PresetFinding } from '@hyprbox/contracts';
import { Clock } from '../../time/clock.js';
import { parseFunctionFile } from '../function-file.js';
import type { FunctionLibrary } from '../function-library.js';
import { inOrder } from './findings.js';
import { ProgramTurns } from './program-turns.js';
import { ScriptChecks } from './script-checks.js';
import { Shellcheck } from './shellcheck.js';
import { lookAtSource } from './source-look.js';

const checks = new ScriptChecks(new Shellcheck(new Clock()), new ProgramTurns());

const functionFile = (name: string, body: string): Buffer =>
  Buffer.from(`#!/bin/bash\n# ---\n# description: Says it\n# ---\n${name}() {\n${body}\n}\n`);
const library: FunctionLibrary = new Map(
  [
    parseFunctionFile('/lib/say.sh', 'say.sh', functionFile('say', 'echo "$1"')),
    parseFunctionFile(
      '/lib/spoilt.sh',
      'spoilt.sh',
      functionFile('spoilt', 'cd /srv\nfor f in $(ls); do rm "$f"; done'),
    ),
  ].map((each) => [each.name, each]),
);

interface Parts {
  yaml?: string[];
  body?: string[];
}

function source({ yaml = [], body = ['echo hello'] }: Parts): string {
  const fields = ['title: T', 'description: D', 'category: C', ...yaml].map((line) => `# ${line}`);
  return ['#!/usr/bin/env bash', '# ---', ...fields, '# ---', ...body, ''].join('\n');
}

async function findings(text: string): Promise<PresetFinding[]> {
  const look = lookAtSource({ name: 'mine', text, library, numbering: 'BY_SERVER' });
  const checked = look.read ? await checks.check({ id: null }, 'mine', look.read) : null;
  return inOrder([...look.findings, ...(checked?.findings ?? [])]);
}

/** What a finding points at. */
function marked(text: string, { line, column, endLine, endColumn }: PresetFinding): string {
  const lines = text.split('\n').slice(line - 1, endLine);
  const last = [...(lines.pop() ?? '')].slice(0, endColumn - 1).join('');
  return [...[...lines, last].join('\n')].slice(column - 1).join('');
}

const marks = async (text: string): Promise<[string, string][]> =>
  (await findings(text)).map((each) => [each.code, marked(text, each)]);

describe('what shellcheck finds', () => {
  it('is shown where it stands in the source, whatever stands in front of it', async () => {
    const text = source({
      yaml: ['uses: [say]', 'variables:', '  - { name: who, type: string }', '  - { name: at, type: path }'],
      body: ['set -euo pipefail', 'say "$at"', '\tsay "ü😀"; say $who'],
    });
    const [found, ...others] = await findings(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ line: 13, column: 16, endLine: 13, endColumn: 20, level: 'INFO', code: 'SC2086' });
    expect(found && marked(text, found)).toBe('$who');
  });

  it('does not go by the values that happen to be the defaults', async () => {
    const yaml = ['variables:', '  - { name: who, type: string, default: me }', '  - { name: many, type: int }'];
    expect(await marks(source({ yaml, body: ['echo $who $many'] }))).toEqual([['SC2086', '$who']]);
  });

  it('is shown at a variable that nothing reads', async () => {
    const yaml = ['variables:', '  - { name: who, type: string }', '  - name: unread', '    type: int'];
    expect(await marks(source({ yaml, body: ['echo "$who"'] }))).toEqual([['SC2034', 'unread']]);
  });

  it('is shown at the function of the list in which it is', async () => {
    const found = await findings(
      source({ yaml: ['uses: [say, spoilt]'], body: ['set -euo pipefail', 'spoilt', 'say'] }),
    );
    expect(found.map(({ code, line }) => [code, line])).toEqual([['SC2045', 6]]);
    expect(found[0]?.message).toMatch(/^In the function "spoilt": /);
  });

  it('leaves out what a preset is not asked for: files of the host, arguments, the frame of a script', async () => {
    expect(
      await findings(source({ body: ['source /etc/x', '. "$HOME/y"', 'echo "$1"', 'local a=1', 'echo "$a"'] })),
    ).toEqual([]);
  });

  it('goes by the directives of the source, and by nothing else', async () => {
    const body = ['x=1', '# shellcheck disable=SC2086', 'echo $HOME', 'echo $PWD'];
    expect((await marks(source({ body }))).at(-1)).toEqual(['SC2086', '$PWD']);
  });

  it('says what a command says that can not be read, and where', async () => {
    const text = source({ body: ['echo hello', 'if true; then', '  echo "$(', 'fi'] });
    const found = await findings(text);
    expect(found.filter(({ level }) => level === 'ERROR').length).toBeGreaterThan(0);
    for (const { line, endLine } of found) expect([line, endLine].every((each) => each >= 7 && each <= 10)).toBe(true);
  });
});

describe('what bash can not read', () => {
  it.each([
    ['closes its function', ['echo a', '}', 'echo b', 'late() {', 'echo c'], 8],
    ['closes it at the end', ['echo a', '}'], 8],
    ['leaves a here-document open', ['cat <<END', 'a', 'b'], 7],
  ])('a body that %s is an error at its line', async (_case, body, line) => {
    const found = (await findings(source({ body }))).filter(({ level }) => level === 'ERROR');
    expect(found.map((each) => each.line)).toContain(line);
  });
});

describe('what HyprBox itself finds', () => {
  it('is all there is, each at its place', async () => {
    const text = source({
      yaml: [
        'titel: T',
        'version: 3',
        'uses: [say, shout]',
        'variables:',
        '  - { name: Who, type: string }',
        '  - { name: many, type: number }',
        '  - name: mail',
        '    type: string',
        '    pattern: "(a)\\\\1"',
        '  - { name: some, type: int, max: 9, default: 10 }',
        '  - { type: int }',
      ],
      body: ['set -euo pipefail', 'echo $x'],
    });
    const found = await findings(text);
    expect(found.map((each) => [each.code, each.line, marked(text, each)])).toEqual([
      ['FIELD', 6, 'titel'],
      ['VERSION_IGNORED', 7, 'version'],
      ['USES', 8, 'shout'],
      ['VARIABLE', 10, 'Who'],
      ['VARIABLE', 11, 'number'],
      ['VARIABLE', 14, '"(a)\\\\1"'],
      ['VARIABLE', 15, '10'],
      ['VARIABLE', 16, '{ type: int }'],
      ['SC2086', 19, '$x'],
    ]);
    expect(found[2]?.message).toBe('"uses": there is no function "shout"; there are say, spoilt');
  });

  it('tells Windows line ends once, and goes on', async () => {
    const text = source({ body: ['echo a', 'echo $b'] }).replaceAll('\n', '\r\n');
    const found = await findings(text);
    expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['CRLF', 1, 20],
      ['SC2154', 8, 6],
      ['SC2086', 8, 6],
    ]);
  });

  it.each([
    ['a NUL', source({ body: ['echo "a\0b"'] }), ['NUL', 7, 8]],
    ['half of a surrogate pair', source({ body: ['echo "a\ud800b"'] }), ['SURROGATE', 7, 8]],
    ['no shebang', source({}).split('\n').slice(1).join('\n'), ['SHEBANG', 1, 1]],
    ['no front matter', '#!/bin/bash\necho a\n', ['FRONT_MATTER', 2, 1]],
    ['a front matter without an end', '#!/bin/bash\n# ---\n# title: T\necho a\n', ['FRONT_MATTER', 2, 1]],
    ['512 KiB', source({ body: ['#'.repeat(512 * 1024)] }), ['TOO_LARGE', 1, 1]],
    ['nothing at all', '', ['SHEBANG', 1, 1]],
    ['no command', source({ body: ['# nothing'] }), ['NO_COMMAND', 7, 1]],
    [
      'aliases that expand a thousandfold',
      source({ yaml: ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: [*b, *b]'] }),
      ['YAML', 7, 10],
    ],
    ['a name twice', source({ yaml: ['title: Again'] }), ['YAML', 6, 3]],
    ['YAML that ends in the middle', source({ yaml: ['x: "open'] }), ['YAML', 6, 11]],
    [
      'a front matter of 20,000 names',
      source({ yaml: Array.from({ length: 20_000 }, (_, i) => `n${i}: 1`) }),
      ['FRONT_MATTER', 2, 1],
    ],
  ])('tells %s', async (_case, text, expected) => {
    const found = (await findings(text)).filter(({ level }) => level === 'ERROR');
    expect(found.map(({ code, line, column }) => [code, line, column])).toContainEqual(expected);
  });

  it.each([`x: ${'['.repeat(5_000)}`, `${'- '.repeat(30_000)}`])(
    'tells lists that are in thousands of lists',
    async (line) => {
      const found = await findings(source({ yaml: [line] }));
      expect(found[0]).toMatchObject({ code: 'YAML', line: 6 });
    },
  );

  it('tells what a reader does not see, and nothing of what is written with it', async () => {
    const body = ['echo "👩🏽\u200d💻 نص می\u200cخواهم"', 'echo "\u202e txt"', '\techo "🙂\u200b" # \x1b[8m'];
    const found = await findings(source({ body }));
    expect(found.filter(({ code }) => code === 'HIDDEN')).toMatchObject([
      { level: 'WARNING', line: 8, column: 7, endColumn: 8, message: expect.stringContaining('U+202E') },
      { line: 9, column: 9, message: expect.stringContaining('U+200B') },
      { line: 9, column: 14, message: expect.stringContaining('U+001B') },
    ]);
    expect(
      (await findings(source({ body: ['\x1b'.repeat(200_000)] }))).filter(({ code }) => code === 'HIDDEN'),
    ).toHaveLength(10);
  });

  it.each(['? '.repeat(30_000), '['.repeat(60_000)])('ends nothing by what is nested without an end', async (line) => {
    const found = await findings(source({ yaml: [line] }));
    expect(found[0]).toMatchObject({ code: 'YAML', line: 6, message: expect.stringContaining('nested') });
  });

  it('takes no time for patterns that would take it', async () => {
    const pattern = String.raw`\p{L}{1000}`.repeat(80);
    const yaml = [
      'variables:',
      ...Array.from({ length: 64 }, (_, i) => `  - { name: v${i}, type: string, pattern: '${pattern}${i}' }`),
    ];
    const start = performance.now();
    const found = await findings(source({ yaml }));
    expect(found.filter(({ code }) => code === 'VARIABLE')).toHaveLength(3);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('shows no more than 200, the gravest of them', async () => {
    const found = await findings(source({ body: [...Array.from({ length: 300 }, () => 'echo $HOME $'), 'rm $@'] }));
    expect(found).toHaveLength(200);
    expect(found.at(-1)).toMatchObject({ code: 'SC2068', level: 'ERROR' });
  });
});
