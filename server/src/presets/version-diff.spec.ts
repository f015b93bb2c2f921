import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nothing, versionDiff } from './version-diff.js';

const source = (template: string, functions: { name: string; text: string }[] = []) => ({ template, functions });
const lines = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${text(index)}\n`).join('');

describe('what differs between two versions', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'hyprbox-diff-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** What git, which reads it more strictly than patch does, makes of the old text. */
  function applied(before: string, diff: string): string {
    writeFileSync(join(dir, 'a.sh'), before);
    execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: dir, input: diff });
    return readFileSync(join(dir, 'a.sh'), 'utf8');
  }

  it('is nothing where they are the same', () => {
    expect(versionDiff('a', source('x\n'), source('x\n')).diff).toBe('');
  });

  it('is hashed, and names no version', () => {
    const { diff, sha256 } = versionDiff('a', source('one\ntwo\n'), source('one\nthree\n'));
    expect(diff).toBe('--- a/a.sh\n+++ b/a.sh\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n');
    expect(sha256).toBe(createHash('sha256').update(diff).digest('hex'));
  });

  it('tells of the functions too', () => {
    const before = source('x\n', [{ name: 'say', text: 'say() { :; }' }]);
    const after = source('x\n', [{ name: 'put-file', text: 'put_file() { :; }' }]);
    const { diff } = versionDiff('a', before, after);
    expect(diff).toContain('+++ b/lib/say.sh\n@@ -1,1 +0,0 @@\n-say() { :; }\n');
    expect(diff).toContain('+++ b/lib/put-file.sh\n@@ -0,0 +1,1 @@\n+put_file() { :; }\n');
  });

  it.each([
    ['a line', 'one\ntwo\nthree\n', 'one\n2\nthree\n'],
    ['the end of the last line', 'one\ntwo', 'one\ntwo\n'],
    ['every line of many', lines(20_000, (index) => `old ${index}`), lines(20_000, (index) => `new ${index}`)],
    ['lines that are alike', lines(130_000, () => 'a'), lines(130_000, () => 'b')],
    ['all of two that do not end', `${lines(9_000, (index) => `${index}`)}end`, lines(9_000, (index) => `-${index}`)],
  ])('makes the new one of the old one: %s', (_case, before, after) => {
    const { diff } = versionDiff('a', source(before), source(after));
    expect(applied(before, diff) === after).toBe(true);
  });

  it('is found within a bounded time for the largest sources, and is always the same', () => {
    const before = source(lines(131_072, (index) => (index % 7 === 0 ? 'x' : '')));
    const after = source(lines(131_072, (index) => (index % 5 === 0 ? 'x' : '')));
    const began = performance.now();
    const one = versionDiff('a', before, after);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(one.diff.startsWith('These have too little in common')).toBe(true);
    expect(versionDiff('a', before, after).sha256).toBe(one.sha256);
  });

  it('is the same on a server that has no time', () => {
    const [before, after] = [
      source(lines(3_000, (index) => `${index}`)),
      source(lines(3_000, (index) => `${index % 2_900}`)),
    ];
    const one = versionDiff('a', before, after);
    expect(one.diff).not.toContain('too little in common');
    let now = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 60_000));
    expect(versionDiff('a', before, after)).toEqual(one);
    clock.mockRestore();
  });

  it('begins with nothing', () => {
    expect(versionDiff('a', nothing, source('x\n')).diff).toBe('--- a/a.sh\n+++ b/a.sh\n@@ -0,0 +1,1 @@\n+x\n');
  });
});
