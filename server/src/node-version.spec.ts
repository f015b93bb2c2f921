import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@hyprbox/testing';
import { transform } from 'esbuild';
import { expect, it } from 'vitest';

it('says in one line that Node.js is too old, before anything else is read', async () => {
  await using directory = await temporaryDirectory();
  const write = (name: string, text: string): Promise<void> => writeFile(join(directory.path, name), text);
  await write('package.json', '{ "type": "module" }');
  for (const name of ['main', 'node-version']) {
    const source = await readFile(new URL(`./${name}.ts`, import.meta.url), 'utf8');
    await write(`${name}.js`, (await transform(source, { loader: 'ts' })).code);
  }
  await write('serve.js', "import { promising } from 'node:util';");
  const preload = (version: string): string =>
    `--import=data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  const run = (version: string) => spawnSync(process.execPath, [preload(version), join(directory.path, 'main.js')]);
  const old = run('20.20.1');
  expect([old.status, String(old.stderr)]).toEqual([2, 'HyprBox needs Node.js 24 or newer, this is 20.20.1\n']);
  expect(String(run('24.0.0').stderr)).toContain('promising');
});
