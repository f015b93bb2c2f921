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
    imports: [
      statically('core.js'),
      ...['shell', 'overview', 'node', 'feed', 'settings', 'sign-in'].map((page) => lazily(`${page}.js`)),
    ],
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
  'feed.js': { imports: [statically('button.js')], entryPoint: source('feed/feed-page') },
  'settings.js': { imports: [statically('card.js')], entryPoint: source('settings/settings-page') },
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

  it('names all that a page starts with, and nothing that it loads later', () => {
    expect(modulesOf('/dashboard')).toEqual(['shell.js', 'overview.js', 'button.js', 'card.js', 'ripple.js']);
    expect(modulesOf('/login')).toEqual(['sign-in.js', 'button.js', 'ripple.js']);
    expect(modulesOf('/dashboard/nodes/')).toEqual(['shell.js', 'node.js', 'button.js', 'ripple.js', 'meter.js']);
    expect(modulesOf('/dashboard/logs')).toEqual(['shell.js', 'feed.js', 'button.js', 'ripple.js']);
    // A feature's own pages are not known here.
    expect(modulesOf('/dashboard/')).toEqual(['shell.js', 'button.js', 'ripple.js']);
    const pages = JSON.parse(read('.pages.json')) as { path: string; exact: boolean; calls: string[] }[];
    const [session, ...overview] = pages.find(({ path }) => path === '/dashboard')?.calls ?? [];
    expect(session).toBe('/api/auth/me');
    expect(overview).toEqual(['/api/nodes/summary', expect.stringMatching(/^\/api\/activity\?limit=\d+$/)]);
    expect(pages.find(({ path }) => path === '/login')?.calls).toEqual([]);
    // What others begin with comes last.
    expect(pages.filter(({ exact }) => !exact).map(({ path }) => path)).toEqual(['/dashboard/nodes/', '/dashboard/']);
    expect(pages.at(-1)?.path).toBe('/dashboard/');
    expect(existsSync(join(directory.path, 'browser-stats.json'))).toBe(false);
  });

  it('has compiled at once what is needed at once', () => {
    const hinted = scripts().filter((file) => read(file).startsWith('//# allFunctionsCalledOnLoad\n'));
    expect(hinted.sort()).toEqual(
      Object.keys(outputs)
        .filter((file) => file !== 'chart.js')
        .sort(),
    );
  });

  it('lays each file there compressed', () => {
    for (const file of scripts()) {
      const content = read(file);
      const compressed = (ending: string): Buffer => readFileSync(join(directory.path, `${file}.${ending}`));
      expect(brotliDecompressSync(compressed('br')).toString()).toBe(content);
      expect(gunzipSync(compressed('gz')).toString()).toBe(content);
      expect(compressed('br').length).toBeLessThan(content.length);
    }
  });
});
