import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@hyprbox/testing';
import type { TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleIndex } from './console-index.js';

const html = '<html><head><title>HyprBox</title></head><body><app-root></app-root></body></html>';
const pages = [
  { path: '/dashboard', exact: true, modules: ['overview.js'], calls: ['/api/auth/me', '/api/nodes/summary'] },
  { path: '/dashboard/', exact: false, modules: ['shell.js'], calls: ['/api/auth/me'] },
];

describe('the console’s index', () => {
  let directory: TemporaryDirectory;

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  async function built(hints: unknown = pages): Promise<ConsoleIndex> {
    await writeFile(join(directory.path, 'index.html'), html);
    if (hints !== null) await writeFile(join(directory.path, '.pages.json'), JSON.stringify(hints));
    return ConsoleIndex.in(`${directory.path}/`);
  }

  const hintsOf = (index: string): (string | undefined)[] =>
    [...index.matchAll(/<link rel="(?:modulepreload|preload)"[^>]* href="([^"]+)"/g)].map(([, href]) => href);

  it('names what the page at this address is made of', async () => {
    const index = await built();
    expect(hintsOf(index.for('/dashboard', false))).toEqual(['/overview.js']);
    expect(hintsOf(index.for('/dashboard/jobs', false))).toEqual(['/shell.js']);
    expect(index.for('/', false)).toBe(html);
  });

  it('names a page’s first calls to nobody without a session, who would only be refused', async () => {
    const index = await built();
    expect(hintsOf(index.for('/dashboard', true))).toEqual(['/api/auth/me', '/api/nodes/summary', '/overview.js']);
    expect(index.for('/dashboard', false)).not.toContain('/api/');
  });

  it('lies below the path that people open', async () => {
    await writeFile(join(directory.path, 'index.html'), html.replace('<title>', '<base href="/"/><title>'));
    await writeFile(join(directory.path, '.pages.json'), JSON.stringify(pages));
    const index = (await ConsoleIndex.in(`${directory.path}/`, '/hyprbox/')).for('/dashboard', true);
    expect(index).toContain('<base href="/hyprbox/">');
    expect(hintsOf(index)).toEqual(['/hyprbox/api/auth/me', '/hyprbox/api/nodes/summary', '/hyprbox/overview.js']);
  });

  it('does without', async () => {
    expect((await built(null)).for('/dashboard', true)).toBe(html);
  });

  it('says how to build the console where there is none', async () => {
    const index = await ConsoleIndex.in(`${directory.path}/`);
    expect(index.for('/dashboard', true)).toContain('npm run build');
  });
});
