import { presetTemplate, withoutVersion } from './preset-template';

describe('what a preset begins with', () => {
  it('is named as it is called', () => expect(presetTemplate('no-2-go')).toContain("# title: 'No 2 go'\n"));

  it('is a copy without the number of the original', () => {
    const source = '#!/usr/bin/env bash\n# ---\n# title: A\n# version: 7\n# category: B\n# ---\n# version: 3\necho\n';
    expect(withoutVersion(source)).toBe(
      '#!/usr/bin/env bash\n# ---\n# title: A\n# category: B\n# ---\n# version: 3\necho\n',
    );
    expect(withoutVersion('echo # version: 7\n')).toBe('echo # version: 7\n');
  });
});
