import { describe, expect, it } from 'vitest';
import { parseFunctionFile } from './function-file.js';
import type { FunctionLibrary } from './function-library.js';
import { parsePresetFile } from './preset-file.js';

function library(...functions: [name: string, ...needs: string[]][]): FunctionLibrary {
  return new Map(
    functions.map(([name, ...needs]) => {
      const text = `#!/bin/bash\n# ---\n# description: D\n# needs: [${needs.join(', ')}]\n# ---\n${name}() { :; }\n`;
      return [name, parseFunctionFile(`/lib/${name}.sh`, `${name}.sh`, Buffer.from(text))];
    }),
  );
}

const known = library(['shout', 'say'], ['say'], ['fail']);

function parse(uses: string[], body = 'set -euo pipefail\nshout hello\n') {
  const yaml = ['title: T', 'description: D', 'category: C', 'version: 1', ...uses];
  const text = ['#!/bin/bash', '# ---', ...yaml.map((line) => `# ${line}`), '# ---', body].join('\n');
  return parsePresetFile('/presets/greeting.sh', 'greeting.sh', Buffer.from(text), known);
}

describe('what a preset uses', () => {
  it('comes in the order in which it is listed', () => {
    expect(parse(['uses: [shout, fail, say]']).functions).toEqual(['shout', 'fail', 'say'].map((n) => known.get(n)));
    expect(parse(['uses: [say]']).functions).toEqual([known.get('say')]);
  });

  it.each([[[]], [['uses: []']], [['uses:']]])(
    'may be nothing (%j), and then the preset begins as it likes',
    (uses) => {
      expect(parse(uses, 'echo hello\n').functions).toEqual([]);
    },
  );

  it.each(['set -euo pipefail', '\n# First of all:\nset -Eeuo pipefail'])('may be used after %j', (start) => {
    expect(parse(['uses: [say]'], `${start}\nsay hello\n`).functions).toHaveLength(1);
  });

  it.each([
    ['no list', ['uses: say'], 'line 7: "uses" must be a list'],
    ['a number', ['uses: [say, 5]'], 'line 7: "uses": 5 must match ^[a-z]'],
    ['a path', ['uses: [say,', '  ../../etc/passwd]'], 'line 8: "uses": "../../etc/passwd" must match ^[a-z]'],
    ['the name of a file', ['uses: [say.sh]'], 'line 7: "uses": "say.sh" must match'],
    ['a name twice', ['uses:', '  - say', '  - say'], 'line 9: "uses" lists "say" twice'],
    ['a name that nothing has', ['uses: [say,', '', ' whisper]'], 'line 9: "uses": there is no function "whisper"; '],
    [
      'a name that objects have',
      ['uses: [constructor]'],
      'there is no function "constructor"; there are fail, say, shout',
    ],
    [
      'one without what that needs',
      ['uses: [fail, shout]'],
      'line 7: "uses": "shout" needs "say", which is not listed',
    ],
    ['too many', [`uses: [${Array.from({ length: 25 }, (_, n) => `f${n}`).join()}]`], 'has more than 24 items'],
  ])('is refused with %s', (_case, uses, fault) => {
    expect(() => parse(uses)).toThrow(`Preset file /presets/greeting.sh: `);
    expect(() => parse(uses)).toThrow(fault);
  });

  it.each(['shout hello', 'set -eu\nshout hello', 'shout hello\nset -euo pipefail'])(
    'is refused in a preset that goes on after a failure: %j',
    (body) => {
      expect(() => parse(['uses: [shout, say]'], `# A comment.\n${body}\n`)).toThrow(
        'Preset file /presets/greeting.sh: line 10: a preset with "uses" must begin with "set -euo pipefail"',
      );
    },
  );
});
