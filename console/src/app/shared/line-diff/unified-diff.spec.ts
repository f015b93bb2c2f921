import { unifiedLines } from './unified-diff';

const words = (diff: string): string[] =>
  unifiedLines(diff).map((line) =>
    line.kind === 'gap'
      ? `… ${line.count}`
      : line.kind === 'file'
        ? `# ${line.name}`
        : `${{ same: ' ', missing: '-', added: '+' }[line.kind]}${line.text}${line.unended === true ? '¬' : ''}`,
  );

describe('unifiedLines', () => {
  it('gives the lines of each hunk, and how many lie before it', () => {
    const diff = [
      '===================================================================',
      '--- a/shop.sh',
      '+++ b/shop.sh',
      '@@ -3,3 +3,3 @@',
      ' echo one',
      '--- a/file',
      '+++ b/file',
      ' echo two',
      '@@ -10,0 +11,1 @@',
      '+last',
      '\\ No newline at end of file',
      '--- a/lib/put.sh',
      '+++ b/lib/put.sh',
      '@@ -1 +1 @@',
      '-old',
      '\\ No newline at end of file',
      '+new',
      '',
    ].join('\n');
    expect(words(diff)).toEqual([
      '# shop.sh',
      '… 2',
      ' echo one',
      '--- a/file',
      '+++ b/file',
      ' echo two',
      '… 5',
      '+last¬',
      '# lib/put.sh',
      '-old¬',
      '+new',
    ]);
  });

  it('has nothing to show where nothing differs', () => {
    expect(words('')).toEqual([]);
  });

  it('takes a text that was empty', () => {
    expect(words('--- 0\n+++ 1\n@@ -0,0 +1,2 @@\n+a\n+b\n')).toEqual(['# 1', '+a', '+b']);
  });
});
