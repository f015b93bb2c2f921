import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '@hyprbox/testing';
import rule from './no-folder-circles.mjs';

/** What the rule says of a tree of files, a line each. */
async function faultsOf(files: Record<string, string>, ignored: string[] = []): Promise<string[]> {
  await using directory = await temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory.path, name)), { recursive: true });
    await writeFile(join(directory.path, name), text);
  }
  const eslint = new ESLint({
    cwd: directory.path,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { local: { rules: { 'no-folder-circles': rule } } },
      rules: { 'local/no-folder-circles': ['error', { roots: ['src'], ignored }] },
    } as never,
  });
  const results = await eslint.lintFiles(['**/*.ts']);
  return results.flatMap(({ messages }) => messages.map(({ message }) => message)).sort();
}

it('names a circle of three folders at each import that belongs to it', async () => {
  const faults = await faultsOf({
    'src/a/one.ts': "import { b } from '../b/deep/two.js'; export const a = b;",
    'src/b/deep/two.ts': "export type { c } from '../../c/three.js'; export const b = 1;",
    'src/c/three.ts': "export const c = import('../a/one.js');",
    'src/d/four.ts': "import '../a/one.js';",
  });
  expect(faults.map((fault) => fault.split(' import')[0])).toEqual([
    'The folders a → b → c → a',
    'The folders b → c → a → b',
    'The folders c → a → b → c',
  ]);
});

it('takes what goes one way only, what tests import, and the files beside the folders', async () => {
  const faults = await faultsOf({
    'src/app.ts': "import './a/one.js'; import './b/two.js'; export const app = 1;",
    'src/a/one.ts': "import '../b/two.js'; import '../app.js'; import './inner/three.js';",
    'src/a/inner/three.ts': "import '../one.js';",
    'src/b/two.ts': 'export const b = 1;',
    'src/b/two.spec.ts': "import '../a/one.js';",
  });
  expect(faults).toEqual([]);
});

it('looks into every folder but those that are ignored', async () => {
  const files = {
    'src/a/x/one.ts': "import '../y/two.js';",
    'src/a/y/two.ts': "import '../x/one.js';",
  };
  expect(await faultsOf(files)).toHaveLength(2);
  expect(await faultsOf(files, ['src/a'])).toEqual([]);
});
