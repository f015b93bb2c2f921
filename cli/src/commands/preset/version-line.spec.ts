import { describe, expect, it } from 'vitest';
import { withoutVersion, withVersion } from './version-line.js';

const source = '#!/usr/bin/env bash\n# ---\n# title: A\n# version: 3\n# ---\n# version: of nothing\necho\n';

describe("a source's line with its number", () => {
  it('is taken out of the front matter alone', () => {
    expect(withoutVersion(source)).toBe('#!/usr/bin/env bash\n# ---\n# title: A\n# ---\n# version: of nothing\necho\n');
    expect(withoutVersion('echo\n# version: 1\n')).toBe('echo\n# version: 1\n');
  });

  it('is put into it, once', () => {
    const numbered = '#!/usr/bin/env bash\n# ---\n# version: 12\n# title: A\n# ---\n# version: of nothing\necho\n';
    expect(withVersion(source, 12)).toBe(numbered);
    expect(withVersion(numbered, 12)).toBe(numbered);
    expect(withVersion('echo\n', 12)).toBe('echo\n');
  });
});
