import { bashTokens } from './bash-tokens';

const of = (kind: string, script: string): string[] =>
  bashTokens(script)
    .filter((token) => token.kind === kind)
    .map(({ text }) => text);

describe('bashTokens', () => {
  it('knows comments from what only looks like one', () => {
    expect(of('comment', '#!/usr/bin/env bash\nls # all\necho ${#list} a#b "# no"')).toEqual([
      '#!/usr/bin/env bash',
      '# all',
    ]);
  });

  it('knows strings, and the variables in double quotes', () => {
    expect(of('string', `echo 'it''s $plain' "for $who \\" end"`)).toEqual([`'it''s $plain'`, '"for ', ' \\" end"']);
    expect(of('variable', `echo '$no' "for $who" \${path:-/tmp} $1 $?`)).toEqual(['$who', '${path:-/tmp}', '$1', '$?']);
    expect(of('string', `x=$'a\\n'`)).toEqual([`$'a\\n'`]);
  });

  it('knows keywords only where they stand alone', () => {
    expect(of('keyword', 'if true; then done-it; fi; ./if --if in=1 my_for')).toEqual(['if', 'then', 'fi']);
  });

  it('takes a here document as text up to its delimiter', () => {
    const script = "cat <<'END' > file\nif $x # no\nEND\nfi";
    expect(of('string', script)).toEqual(['if $x # no\nEND']);
    expect(of('keyword', script)).toEqual(['fi']);
  });

  it.each([
    '"never closed $x',
    "'never closed",
    'a\\',
    'cat <<EOF\nnever',
    '<<EOF',
    '${open',
    '$',
    '',
    'zażółć "日本" 👩‍🚀',
  ])('leaves nothing out of %j', (script) => {
    expect(
      bashTokens(script)
        .map(({ text }) => text)
        .join(''),
    ).toBe(script);
  });
});
