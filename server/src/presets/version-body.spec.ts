import { describe, expect, it } from 'vitest';
import { parsePreset } from './preset-file.js';
import { bodyOf } from './version-body.js';

const head = '#!/bin/bash\n# A licence\n\n# ---\n# title: T\n# description: D\n# category: C\n# ---\n';

describe("the body of a version's source", () => {
  it.each([
    ['a fence of its own', 'echo one\n# ---\necho two\n# ---\n'],
    ['nothing behind its last line', 'echo one'],
    ['blank lines in front', '\n\necho one\n'],
  ])('is what the parser says, with %s', (_case, body) => {
    const parsed = parsePreset({
      file: 'a.sh',
      name: 'a',
      text: head + body,
      library: new Map(),
      numbering: 'BY_SERVER',
    });
    expect(bodyOf(parsed.template)).toBe(parsed.body);
    expect(parsed.body).toBe(body);
  });
});
