import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { temporaryDirectory } from '@hyprbox/testing';
import type { TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('finish-console.mjs', import.meta.url));
const code = `${'console.log("as built");\n'.repeat(100)}`;
const statically = (path: string) => ({ path, kind: 'import-statement' });
const lazily = (path: string) => ({ path, kind: 'dynamic-import' });

/** What Angular tells of a build: each file with its imports, and the source whose lazy import it is. */
const outputs = {
  'main.js': { imports: [statically('core.js'), lazily('shell.js')], entryPoint: 'console/src/main.ts' },
  'core.js': { imports: [] },
  'shell.js': { imports: [statically('core.js'), statically('button.js')], entryPoint: source('shell/shell') },
  'button.js': { imports: [statically('core.js'), statically('ripple.js')] },
  'ripple.js': { imports: [] },
  'overview.js': {
    imports: [statically('button.js'), lazily('chart.js')],
    entryPoint: source('overview/overview-page'),
  },
  'node.js': { imports: [], entryPoint: source('nodes/node-page') },
  'sign-in.js': { imports: [], entryPoint: source('sign-in/sign-in-page') },
  'chart.js': { imports: [] },
};

function source(entry: string): string {
  return `console/src/app/${entry}.ts`;
}

describe('finishing the console', () => {
  let directory: TemporaryDirectory;
  const read = (file: string): string => readFileSync(join(directory.path, file), 'utf8');

  beforeEach(async () => {
    directory = await temporaryDirectory();
    for (const file of Object.keys(outputs)) writeFileSync(join(directory.path, file), code);
    writeFileSync(join(directory.path, 'browser-stats.json'), JSON.stringify({ outputs }));
    writeFileSync(
      join(directory.path, 'index.html'),
      '<link rel="modulepreload" href="core.js"><script src="main.js" type="module"></script>',
    );
    await promisify(execFile)(process.execPath, [program, directory.path]);
  });
  afterEach(() => directory.remove());

  it('names all that a page starts with, and nothing that it loads later', () => {
    const pages = JSON.parse(read('.pages.json')) as { path: string; modules: string[]; calls: string[] }[];
    expect(pages.find(({ path }) => path === '/dashboard')).toMatchObject({
      modules: ['shell.js', 'button.js', 'ripple.js', 'overview.js'],
      calls: expect.arrayContaining(['/api/auth/me']),
    });
    expect(pages.find(({ path }) => path === '/login')).toMatchObject({ modules: ['sign-in.js'], calls: [] });
    expect(existsSync(join(directory.path, 'browser-stats.json'))).toBe(false);
  });

  it('has compiled at once what is needed at once', () => {
    for (const file of ['main.js', 'core.js', 'ripple.js', 'overview.js']) {
      expect(read(file)).toBe(`//# allFunctionsCalledOnLoad\n${code}`);
    }
    expect(read('chart.js')).toBe(code);
  });

  it('lays each file there compressed', () => {
    for (const file of Object.keys(outputs)) {
      const content = read(file);
      const compressed = (ending: string): Buffer => readFileSync(join(directory.path, `${file}.${ending}`));
      expect(brotliDecompressSync(compressed('br')).toString()).toBe(content);
      expect(gunzipSync(compressed('gz')).toString()).toBe(content);
      expect(compressed('br').length).toBeLessThan(content.length);
    }
  });
});
