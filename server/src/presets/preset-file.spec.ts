import { describe, expect, it } from 'vitest';
import { parsePreset, parsePresetFile } from './preset-file.js';
import { PresetFileError } from './preset-file-error.js';

const required = ['title: Greeting', 'description: Says hello', 'category: Test', 'version: 3'];

function presetText({ yaml = required, body = 'echo "hello"\n' }: { yaml?: string[]; body?: string } = {}): string {
  return ['#!/usr/bin/env bash', '# ---', ...yaml.map((line) => `# ${line}`), '# ---', body].join('\n');
}

const withVariable = (...lines: string[]): string =>
  presetText({ yaml: [...required, 'variables:', ...lines.map((line, index) => `  ${index ? '  ' : '- '}${line}`)] });

const parse = (text: string | Uint8Array, fileName = 'greeting.sh') =>
  parsePresetFile(`/presets/${fileName}`, fileName, typeof text === 'string' ? Buffer.from(text) : text, new Map());

function faultOf(text: string | Uint8Array, fileName?: string): string {
  try {
    parse(text, fileName);
  } catch (error) {
    expect(error).toBeInstanceOf(PresetFileError);
    if (error instanceof PresetFileError) return error.message;
  }
  throw new Error('the file was taken');
}

describe('a preset file', () => {
  it('gives its name, its fields, and its body as it stands', () => {
    const body = "\ncat <<'END'\n  indented\n\ttabbed\nEND\n";
    const preset = parse(presetText({ body }));
    expect(preset.summary).toEqual({
      name: 'greeting',
      title: 'Greeting',
      description: 'Says hello',
      category: 'Test',
      version: 3,
      variables: [],
    });
    expect(preset.body).toBe(body);
    expect(preset.template).toBe(presetText({ body }));
  });

  it('fills in what a variable leaves out', () => {
    expect(parse(withVariable('name: who', 'type: string')).summary.variables).toEqual([
      { name: 'who', type: 'string', label: 'who', description: '', required: false, default: null },
    ]);
  });

  it('takes a variable of every type with all it can say', () => {
    const text = presetText({
      yaml: [
        ...required,
        'variables:',
        '  - { name: a, type: string, label: A, description: An a, required: true, pattern: "[a-z]+", min: 1, max: 9 }',
        '  - { name: b, type: int, default: 5, min: 1, max: 9 }',
        '  - { name: c, type: boolean, default: false }',
        '  - { name: d, type: enum, options: [x, y], default: y }',
        '  - { name: e, type: path, default: /srv, pattern: "/srv.*" }',
        '  - { name: f, type: secretRef, default: "env:SECRET" }',
      ],
    });
    expect(parse(text).summary.variables).toMatchObject([
      { name: 'a', label: 'A', description: 'An a', required: true, default: null, pattern: '[a-z]+', min: 1, max: 9 },
      { name: 'b', default: 5 },
      { name: 'c', default: false },
      { name: 'd', options: ['x', 'y'], default: 'y' },
      { name: 'e', default: '/srv' },
      { name: 'f', default: 'env:SECRET' },
    ]);
  });

  it('may have a licence before the front matter and empty comment lines in it', () => {
    const text = presetText().replace('# ---', '# SPDX-License-Identifier: Apache-2.0\n\n# ---\n#');
    expect(parse(text).summary.title).toBe('Greeting');
  });

  it.each([
    ['no shebang', presetText().replace('#!/usr/bin/env bash\n', ''), 'shebang'],
    ['another shell', presetText().replace('bash', 'zsh'), 'shebang'],
    ['no front matter', '#!/bin/bash\necho hi\n', 'front matter'],
    ['an open front matter', presetText().replace(/# ---\necho/, 'echo'), 'closing "# ---"'],
    ['a line without its prefix', presetText().replace('# version', 'version'), 'line 6: each line'],
    ['broken YAML', presetText({ yaml: ['title: "open'] }), 'line 3: the front matter is not valid YAML'],
    ['a field twice', presetText({ yaml: [...required, 'title: Again'] }), 'line 7: the front matter is not valid'],
    ['YAML that is a list', presetText({ yaml: ['- a'] }), 'mapping'],
    ['an alias', presetText({ yaml: [...required, 'x: &a 1', 'y: *a'] }), 'alias "*a"'],
    ['an unknown field', presetText({ yaml: [...required, 'author: me'] }), 'unknown field "author"'],
    ['no title', presetText({ yaml: required.slice(1) }), '"title" is missing'],
    ['a title that is a number', presetText({ yaml: ['title: 5', ...required.slice(1)] }), '"title" must be a string'],
    ['a version that is text', presetText({ yaml: [...required.slice(0, 3), 'version: one'] }), 'must be an integer'],
    [
      'a version that no database holds',
      presetText({ yaml: [...required.slice(0, 3), 'version: 2147483648'] }),
      'at most',
    ],
    ['version 0', presetText({ yaml: [...required.slice(0, 3), 'version: 0'] }), '"version" must be a positive'],
    ['variables that are no list', presetText({ yaml: [...required, 'variables: {}'] }), '"variables" must be a list'],
    ['an empty body', presetText({ body: '\n# nothing\n' }), 'no command'],
    ['a NUL', presetText({ body: 'echo "\0"' }), 'NUL'],
    ['Windows line ends', presetText().replaceAll('\n', '\r\n'), 'carriage return'],
    ['a byte order mark', `\uFEFF${presetText()}`, 'byte order mark'],
    ['what is not UTF-8', Buffer.from([0x23, 0x21, 0xff]), 'not UTF-8'],
    ['too much', presetText({ body: 'echo\n'.repeat(60_000) }), 'larger than'],
  ])('is refused with %s', (_case, text, fault) => {
    const message = faultOf(text);
    expect(message).toContain('/presets/greeting.sh');
    expect(message).toContain(fault);
  });

  it.each(['Greeting.sh', '-a.sh', 'a_b.sh', `${'a'.repeat(65)}.sh`, 'greeting.txt'])('is refused as %s', (name) => {
    expect(faultOf(presetText(), name)).toContain(name);
  });

  it.each([
    [['type: string'], 'variable 1: "name" is missing'],
    [['name: Who', 'type: string'], 'the name "Who" must match'],
    [['name: a-b', 'type: string'], 'the name "a-b" must match'],
    [['name: http_proxy', 'type: string'], 'the name "http_proxy" means something'],
    [['name: a'], 'variable "a": "type" is missing'],
    [['name: a', 'type: text'], 'unknown type "text"'],
    [['name: a', 'type: string', 'hint: b'], 'unknown field "hint"'],
    [['name: a', 'type: string', 'required: "yes"'], '"required" must be true or false'],
    [['name: a', 'type: string', 'default: 80'], 'the default 80 is not valid: must be a string'],
    [['name: a', 'type: int', 'default: "80"'], 'must be an integer'],
    [['name: a', 'type: int', 'default: 80', 'max: 79'], 'must be at most 79'],
    [['name: a', 'type: boolean', 'default: 1'], 'must be true or false'],
    [['name: a', 'type: path', 'default: srv'], 'must be an absolute path'],
    [['name: a', 'type: secretRef', 'default: hunter2'], 'must be env:NAME'],
    [['name: a', 'type: string', 'pattern: "(b"'], 'the pattern does not compile'],
    [['name: a', 'type: string', 'pattern: "a)|(b"'], 'the pattern does not compile'],
    [['name: a', 'type: string', 'pattern: "(?!pg_)[a-z]+"'], 'variable "a": the pattern uses what can not be matched'],
    [['name: a', 'type: string', 'pattern: "(?<=a)b"'], 'look-around'],
    [['name: a', 'type: string', "pattern: '(a)\\1'"], 'a back-reference'],
    [['name: a', 'type: string', 'pattern: "[a-z]{1,4096}"'], 'more than 1000 repetitions'],
    [
      ['name: a', 'type: string', 'pattern: "(?:[a-z]{0,60}){0,16}(?:[0-9]{0,60}){0,16}(?:[A-Z]{0,60}){0,16}"'],
      'the pattern is too large',
    ],
    [['name: a', 'type: string', "pattern: '\\pL'"], 'the pattern does not compile'],
    [['name: a', 'type: int', 'pattern: "1"'], '"pattern" is for the types string and path'],
    [['name: a', 'type: string', 'pattern: "b"', 'default: c'], 'must match the pattern b'],
    [['name: a', 'type: enum'], 'an enum needs "options"'],
    [['name: a', 'type: enum', 'options: []'], 'an enum needs "options"'],
    [['name: a', 'type: enum', 'options: [b, b]'], 'listed twice'],
    [['name: a', 'type: enum', 'options: [1, 2]'], 'the option 1 must be a string'],
    [['name: a', 'type: enum', 'options: [b]', 'default: c'], 'must be one of b'],
    [['name: a', 'type: string', 'options: [b]'], '"options" are for the type enum'],
    [['name: a', 'type: int', 'min: 2', 'max: 1'], '"min" is greater than "max"'],
    [['name: a', 'type: boolean', 'min: 2'], '"min" and "max" are for the types int and string'],
    [['name: a', 'type: string', 'min: -1'], 'negative'],
  ])('is refused with the variable %j', (lines, fault) => {
    expect(faultOf(withVariable(...lines))).toContain(fault);
  });

  it.each([
    ['title', 'title: "a\u202eb"', '"title"'],
    ['title', 'title: "a\\tb"', '"title" must not hold tabs'],
    ['category', 'category: "a\\e[2J"', '"category"'],
    ['description', 'description: "a\\nb\\u2067c"', '"description"'],
  ])('is refused with control characters in its %s: %j', (name, line, fault) => {
    const yaml = required.map((each) => (each.startsWith(`${name}:`) ? line : each));
    const message = faultOf(presetText({ yaml }));
    expect(message).toContain('/presets/greeting.sh');
    expect(message).toContain(fault);
  });

  it.each([
    ['label: "a\\u202eb"', '"label"'],
    ['description: "a\\u200fb"', '"description"'],
    ['pattern: "a\\u202e"', '"pattern"'],
  ])('is refused with control characters in a variable: %s', (line, fault) => {
    expect(faultOf(withVariable('name: a', 'type: string', line))).toContain(`variable "a": ${fault}`);
  });

  it('may have a description of several lines, with tabs', () => {
    const yaml = required.map((line) => (line.startsWith('description:') ? 'description: "a\\n\\tb"' : line));
    expect(parse(presetText({ yaml })).summary.description).toBe('a\n\tb');
  });

  it('is refused with a variable defined twice', () => {
    const yaml = [...required, 'variables:', '  - { name: a, type: int }', '  - { name: a, type: string }'];
    expect(faultOf(presetText({ yaml }))).toContain('variable "a" is defined twice');
  });

  it.each([
    ['of keys', '? '.repeat(30_000)],
    ['of lists', '- '.repeat(30_000)],
    ['of brackets', '['.repeat(60_000)],
    ['of braces that end', `a: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('is refused where it is nested without an end, %s, and nothing is hurt', (_what, line) => {
    expect(faultOf(presetText({ yaml: [line] }))).toMatch(/line 3: .* nested more than 32 levels deep$/);
  });

  it('is refused with more parts than a front matter can have, before they cost much', () => {
    const fault = 'line 3: the front matter is not taken: it has more than 30000 parts';
    expect(faultOf(presetText({ yaml: [`a: [${','.repeat(60_000)}]`] }))).toContain(fault);
  });

  it('may have as many variables with as many options as there may be', () => {
    const options = Array.from({ length: 64 }, (_, index) => `        - o${index}`);
    const variables = Array.from({ length: 64 }, (_, index) => [
      `  - name: v${index}`,
      '    type: enum',
      '    options:',
      ...options,
    ]);
    const yaml = [...required, 'variables:', ...variables.flat()];
    expect(parse(presetText({ yaml })).summary.variables).toHaveLength(64);
  });

  it('needs no version where the server numbers, and one that it has counts for nothing', () => {
    const numbered = (yaml: string[]): number => {
      const text = presetText({ yaml });
      const { summary } = parsePreset({ file: 'x', name: 'x', text, library: new Map(), numbering: 'BY_SERVER' });
      return summary.version;
    };
    expect([
      numbered(required),
      numbered(required.slice(0, 3)),
      numbered([...required.slice(0, 3), 'version: one']),
    ]).toEqual([0, 0, 0]);
  });
});
