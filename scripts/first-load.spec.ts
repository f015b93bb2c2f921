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

describe('the check of the first load', () => {
  let directory: TemporaryDirectory;

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  /** @returns the exit code for files of these sizes, which no compression makes smaller */
  async function check(sizes: Record<string, number>): Promise<number> {
    await writeFile(join(directory.path, 'index.html'), index);
    for (const [file, size] of Object.entries(sizes)) {
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
});
