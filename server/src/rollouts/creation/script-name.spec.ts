import { describe, expect, it } from 'vitest';
import { scriptName } from './script-name.js';

describe('the name of a script that was given none', () => {
  it.each([
    ['uptime', 'uptime'],
    ['#!/bin/bash\n# Says hello.\nset -euo pipefail\n\n  echo\thello  \n', 'echo hello'],
    ['# only a remark', '# only a remark'],
    ['', 'Script'],
    ['é'.repeat(200), 'é'.repeat(80)],
    [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
    ['echo \u202Ehello\u0007', 'echo hello'],
  ])('of %j is %j', (script, name) => expect(scriptName(script)).toBe(name));
});
