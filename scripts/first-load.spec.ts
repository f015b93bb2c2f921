import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { temporaryDirectory } from '@hyprbox/testing';
import type { TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('first-load.mjs', import.meta.url));

/** As Angular writes it: what is in the head and what stands at the end of the body. */
const index = `<!doctype html><html><head><link rel="icon" href="favicon.svg"/><script src="theme.js"></script>
  <link rel="stylesheet" href="styles.css"></head><body><app-root></app-root>
  <link rel="modulepreload" href="chunk.js"><script src="main.js" type="module"></script></body></html>`;

const app = 'console/src/app';
const statically = (path: string) => ({ path, kind: 'import-statement' });
/** What Angular tells of a build: each script with its imports, and the source whose lazy import it is. */
const outputs = {
  'main.js': { imports: [statically('chunk.js')], entryPoint: 'console/src/main.ts' },
  'chunk.js': { imports: [] },
  'shell.js': { imports: [statically('button.js')], entryPoint: `${app}/shell/shell.ts` },
  'button.js': { imports: [] },
  'editor.js': {
    imports: [statically('chunk.js'), statically('button.js'), statically('form.js')],
    entryPoint: `${app}/presets/editor/preset-editor-page.ts`,
  },
  'form.js': { imports: [{ path: 'later.js', kind: 'dynamic-import' }] },
  'later.js': { imports: [], entryPoint: `${app}/presets/editor/test-dialog.ts` },
  'mirror.js': { imports: [statically('form.js')], entryPoint: `${app}/presets/editor/code-mirror.ts` },
};

describe('the check of the first load', () => {
  let directory: TemporaryDirectory;

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  /** @returns the exit code for files of these sizes, which no compression makes smaller */
  async function check(sizes: Record<string, number>): Promise<number> {
    await writeFile(join(directory.path, 'index.html'), index);
    await writeFile(join(directory.path, 'browser-stats.json'), JSON.stringify({ outputs }));
    const all = { ...Object.fromEntries(Object.keys(outputs).map((file) => [file, 100])), ...sizes };
    for (const [file, size] of Object.entries(all)) {
      await writeFile(join(directory.path, file), randomBytes(size));
    }
    return new Promise((resolve) => {
      execFile(process.execPath, [program, directory.path], (error) =>
        resolve(error === null ? 0 : Number(error.code)),
      );
    });
  }

  it('takes a first load within the budget, and leaves out what is loaded later', async () => {
    expect(
      await check({ 'theme.js': 500, 'styles.css': 20_000, 'chunk.js': 60_000, 'main.js': 60_000, 'lazy.js': 900_000 }),
    ).toBe(0);
  });

  it.each(['styles.css', 'chunk.js', 'main.js'])('refuses a first load that %s makes too large', async (large) => {
    const small = { 'theme.js': 500, 'styles.css': 1_000, 'chunk.js': 1_000, 'main.js': 1_000 };
    expect(await check({ ...small, [large]: 150_000 })).toBe(1);
  });

  const small = { 'theme.js': 500, 'styles.css': 1_000 };

  it('takes an editor within its budget, and leaves out what is there before it or loaded later', async () => {
    const much = { 'editor.js': 60_000, 'form.js': 60_000, 'mirror.js': 60_000 };
    expect(await check({ ...small, ...much, 'button.js': 100_000, 'chunk.js': 100_000, 'later.js': 900_000 })).toBe(0);
  });

  it.each(['editor.js', 'form.js', 'mirror.js'])('refuses an editor that %s makes too large', async (large) => {
    expect(await check({ ...small, [large]: 200_000 })).toBe(1);
  });
});
