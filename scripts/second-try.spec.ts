import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withSecondTry } from './second-try.mjs';

interface Result {
  ok: boolean;
  output: string;
}

const passed: Result = { ok: true, output: 'all is well' };

beforeEach(() => {
  vi.stubEnv('CI', '1');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs that end like this, one after another, and the files that each was given. */
function ending(...results: Result[]): { run: (files: string[]) => Promise<Result>; asked: string[][] } {
  const asked: string[][] = [];
  const run = (files: string[]): Promise<Result> => {
    asked.push(files);
    return Promise.resolve(results.shift() ?? passed);
  };
  return { run, asked };
}

function failing(...lines: string[]): Result {
  return { ok: false, output: ['why it failed', ...lines].join('\n') };
}

it('runs the files that failed once more, and names what then passes', async () => {
  const { run, asked } = ending(failing('failed: e2e/one.e2e.ts', 'failed: e2e/two.e2e.ts'), passed);
  const { ok, output, shown } = await withSecondTry(run);
  expect(asked).toEqual([[], ['e2e/one.e2e.ts', 'e2e/two.e2e.ts']]);
  expect([ok, shown]).toEqual([true, true]);
  expect(output).toContain('why it failed');
  expect(output).toMatch(/^flaky: e2e\/one\.e2e\.ts$/m);
  expect(output).toMatch(/^flaky: e2e\/two\.e2e\.ts$/m);
});

it('fails where the second try fails as well', async () => {
  const { run, asked } = ending(failing('failed: e2e/one.e2e.ts'), failing('failed: e2e/one.e2e.ts'));
  const { ok, output } = await withSecondTry(run);
  expect([ok, asked.length]).toEqual([false, 2]);
  expect(output).not.toContain('flaky: ');
});

it.each([
  ['what must hold at the first try', failing('failed: e2e/one.e2e.ts', 'failed for good: e2e/two.e2e.ts')],
  ['what has failed in many files', failing(...[1, 2, 3, 4].map((each) => `failed: e2e/${each}.e2e.ts`))],
  ['what failed outside the tests', failing()],
  ['what has passed', passed],
])('does not try again %s', async (_, result) => {
  const { run, asked } = ending(result);
  expect((await withSecondTry(run)).ok).toBe(result.ok);
  expect(asked).toEqual([[]]);
});

it('does not try again where somebody watches', async () => {
  vi.stubEnv('CI', undefined);
  const { run, asked } = ending(failing('failed: e2e/one.e2e.ts'));
  expect((await withSecondTry(run)).ok).toBe(false);
  expect(asked).toEqual([[]]);
});
