import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { temporaryDirectory } from '@hyprbox/testing';
import type { TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('finish-console.mjs', import.meta.url));
const statically = (path: string) => ({ path, kind: 'import-statement' });
const lazily = (path: string) => ({ path, kind: 'dynamic-import' });

/** What Angular tells of a build: each file with its imports, and the source whose lazy import it is. */
const outputs: Record<string, { imports: { path: string; kind: string }[]; entryPoint?: string }> = {
  'main.js': {
    imports: [statically('core.js'), ...['shell', 'overview', 'node', 'sign-in'].map((page) => lazily(`${page}.js`))],
    entryPoint: 'console/src/main.ts',
  },
  'core.js': { imports: [] },
  'shell.js': { imports: [statically('core.js'), statically('button.js')], entryPoint: source('shell/shell') },
  'button.js': { imports: [statically('core.js'), statically('ripple.js')] },
  'ripple.js': { imports: [] },
  'overview.js': {
    imports: [statically('button.js'), statically('card.js'), lazily('chart.js')],
    entryPoint: source('overview/overview-page'),
  },
  'card.js': { imports: [] },
  'node.js': { imports: [statically('ripple.js'), statically('meter.js')], entryPoint: source('nodes/node-page') },
  'meter.js': { imports: [] },
  'sign-in.js': { imports: [statically('button.js')], entryPoint: source('sign-in/sign-in-page') },
  'chart.js': { imports: [], entryPoint: source('shared/chart/history-chart') },
};

/** Says its name when it is run, often enough to be worth compressing. */
function codeOf(file: string): string {
  const imports = outputs[file]?.imports ?? [];
  return [
    ...imports.map(({ path, kind }) => (kind === 'import-statement' ? `import './${path}';` : `import('./${path}');`)),
    ...Array.from({ length: 100 }, () => `console.log('${file} runs');`),
  ].join('\n');
}

function source(entry: string): string {
  return `console/src/app/${entry}.ts`;
}

describe('finishing the console', () => {
  let directory: TemporaryDirectory;
  const read = (file: string): string => readFileSync(join(directory.path, file), 'utf8');
  const scripts = (): string[] => readdirSync(directory.path).filter((file) => file.endsWith('.js'));
  /** The modules in a file, as their code tells. */
  const modulesIn = (file: string): string[] => {
    const named = read(file).matchAll(/console\.log\([`'"](\S+) runs/g);
    return [...new Set([...named].flatMap(([, name]) => name ?? []))].sort();
  };
  const modulesOf = (path: string): string[] => {
    const pages = JSON.parse(read('.pages.json')) as { path: string; modules: string[] }[];
    return pages.find((page) => page.path === path)?.modules ?? [];
  };

  beforeEach(async () => {
    directory = await temporaryDirectory();
    for (const file of Object.keys(outputs)) writeFileSync(join(directory.path, file), codeOf(file));
    writeFileSync(join(directory.path, 'browser-stats.json'), JSON.stringify({ outputs }));
    writeFileSync(
      join(directory.path, 'index.html'),
      '<link rel="modulepreload" href="core.js"><script src="main.js" type="module"></script>',
    );
    await promisify(execFile)(process.execPath, [program, directory.path]);
  });
  afterEach(() => directory.remove());

  it('puts what is needed together in few files: for every page, for the overview among others, for it alone', () => {
    const [main = ''] = scripts().filter((file) => file.startsWith('main-'));
    expect(modulesIn(main)).toEqual(['core.js', 'main.js']);
    expect(
      modulesOf('/dashboard')
        .map(modulesIn)
        .filter((modules) => modules.length > 0),
    ).toEqual([
      ['button.js', 'ripple.js', 'shell.js'],
      ['card.js', 'overview.js'],
    ]);
    expect(scripts().flatMap(modulesIn).sort()).toEqual(Object.keys(outputs).sort());
  });

  it('starts the joined file from the index', () => {
    const [main = ''] = scripts().filter((file) => file.startsWith('main-'));
    expect(read('index.html')).toBe(`<script src="${main}" type="module"></script>`);
  });

  it('names all that a page starts with, and nothing that it loads later', () => {
    expect(modulesOf('/dashboard').flatMap(modulesIn)).not.toContain('chart.js');
    expect(modulesOf('/login').flatMap(modulesIn)).toContain('sign-in.js');
    expect(modulesOf('/dashboard/nodes/').flatMap(modulesIn)).toEqual(expect.arrayContaining(['node.js', 'meter.js']));
    const pages = JSON.parse(read('.pages.json')) as { path: string; calls: string[] }[];
    expect(pages.find(({ path }) => path === '/dashboard')?.calls).toContain('/api/auth/me');
    expect(pages.find(({ path }) => path === '/login')?.calls).toEqual([]);
    expect(existsSync(join(directory.path, 'browser-stats.json'))).toBe(false);
  });

  it('has compiled at once what is needed at once', () => {
    const hinted = scripts().filter((file) => read(file).startsWith('//# allFunctionsCalledOnLoad\n'));
    expect(hinted.flatMap(modulesIn).sort()).toEqual(
      Object.keys(outputs)
        .filter((file) => file !== 'chart.js')
        .sort(),
    );
  });

  it('lays each file there compressed', () => {
    for (const file of scripts().filter((each) => modulesIn(each).length > 0)) {
      const content = read(file);
      const compressed = (ending: string): Buffer => readFileSync(join(directory.path, `${file}.${ending}`));
      expect(brotliDecompressSync(compressed('br')).toString()).toBe(content);
      expect(gunzipSync(compressed('gz')).toString()).toBe(content);
      expect(compressed('br').length).toBeLessThan(content.length);
    }
  });
});
