import { describe, expect, it } from 'vitest';
import { parseFunctionFile } from './function-file.js';
import { PresetFileError } from './preset-file-error.js';

function functionText({ yaml = ['description: Greets $1.'], code = 'greet() {\n  echo "hello $1"\n}\n' } = {}): string {
  return ['#!/usr/bin/env bash', '# ---', ...yaml.map((line) => `# ${line}`), '# ---', code].join('\n');
}

const parse = (text: string | Uint8Array, fileName = 'greet.sh') =>
  parseFunctionFile(`/lib/${fileName}`, fileName, typeof text === 'string' ? Buffer.from(text) : text);

function faultOf(text: string | Uint8Array, fileName?: string): string {
  try {
    parse(text, fileName);
  } catch (error) {
    expect(error).toBeInstanceOf(PresetFileError);
    if (error instanceof PresetFileError) return error.message;
  }
  throw new Error('the file was taken');
}

describe('the file of a function', () => {
  it('gives its name, what it needs, and the text that stands in a script: its description and the function', () => {
    const text = functionText({
      yaml: ['description: |', '  Greets $1.', '', '  Loudly.', 'needs: [put-file,', '  say]'],
    });
    expect(parse(text)).toMatchObject({
      name: 'greet',
      needs: [
        { name: 'put-file', line: 7 },
        { name: 'say', line: 8 },
      ],
      text: '# Greets $1.\n#\n# Loudly.\ngreet() {\n  echo "hello $1"\n}',
    });
  });

  it('may hold its function in one line, and one with hyphens in its name', () => {
    const text = functionText({ code: '\ngreet_all() { echo "hello $*"; }\n' });
    expect(parse(text, 'greet-all.sh')).toMatchObject({
      name: 'greet-all',
      needs: [],
      text: '# Greets $1.\ngreet_all() { echo "hello $*"; }',
    });
  });

  it.each([
    ['no description', functionText({ yaml: ['needs: [say]'] }), '"description" is missing'],
    ['functions of its own', functionText({ yaml: ['description: D', 'uses: [say]'] }), 'unknown field "uses"'],
    ['a description that shows itself otherwise', functionText({ yaml: ['description: "\\u202e"'] }), 'control char'],
    ['a description that ends its line', functionText({ yaml: ['description: "a\\rb"'] }), 'control characters'],
    ['needs that are no list', functionText({ yaml: ['description: D', 'needs: say'] }), 'line 4: "needs" must be a'],
    [
      'a need out of its directory',
      functionText({ yaml: ['description: D', 'needs: [../a]'] }),
      'line 4: "needs": "../a"',
    ],
    ['a need twice', functionText({ yaml: ['description: D', 'needs: [a, a]'] }), 'line 4: "needs" lists "a" twice'],
    ['nothing', functionText({ code: '' }), 'line 5: "greet() {" must follow'],
    ['a function of another name', functionText({ code: '\nhello() { echo; }' }), 'line 6: "greet() {" must follow'],
    ['a command before it', functionText({ code: 'greeted=no\ngreet() { echo; }' }), 'line 5: "greet() {" must follow'],
    [
      'a command after it',
      functionText({ code: 'greet() {\n  echo\n}\ngreet' }),
      'line 8: there must be nothing after',
    ],
    ['one that has no end', functionText({ code: 'greet() {\n  echo\n' }), 'line 6: the function must end'],
    [
      'one that ends in between',
      functionText({ code: 'greet() {\n  a\n}; b; {\n  c\n}' }),
      'line 7: only the function',
    ],
    ['Windows line ends', functionText().replaceAll('\n', '\r\n'), 'carriage return'],
    ['what is not UTF-8', Buffer.from([0x23, 0x21, 0xff]), 'not UTF-8'],
    ['too much', functionText({ code: `greet() {\n${'  echo\n'.repeat(1_200)}}` }), 'is larger than 8192 bytes'],
  ])('is refused with %s', (_case, text, fault) => {
    const message = faultOf(text);
    expect(message).toContain('Preset file /lib/greet.sh: ');
    expect(message).toContain(fault);
  });

  it.each(['Greet.sh', '-greet.sh', '1st.sh', 'greet_all.sh', `${'a'.repeat(65)}.sh`, 'main.sh'])(
    'is refused as %s',
    (name) => {
      expect(faultOf(functionText(), name)).toContain(`/lib/${name}`);
    },
  );
});
