import type { Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsolePage } from './support/browser.js';
import { Installation } from './support/installation.js';
import { apply, becomes } from './support/jobs.js';

const nodeId = 'web-1';
/** Turns the direction of what follows, is not seen at all, and begins a terminal's command. */
const unseen = '\u202e\u200b\u001b';
const shown = '⟨U+202E⟩⟨U+200B⟩␛';
/** What hosts, presets and people give of themselves. */
const given = new Set([
  ...[
    'displayName',
    'hostname',
    'os',
    'kernel',
    'architecture',
    'region',
    'cpuModel',
    'agentVersion',
    'mount',
    'fsType',
  ],
  ...['message', 'title', 'description', 'label', 'category', 'name', 'email', 'userAgent'],
]);

describe('what cannot be seen in names and messages', () => {
  let installation: Installation;
  let jobId: string;

  beforeAll(async () => {
    installation = await Installation.start(nodeId);
    jobId = await apply(installation.client, nodeId, 'exit-with', { code: 3, word: 'seen' });
    await becomes(installation.client, jobId, 'FAILED');
  });

  afterAll(() => installation[Symbol.asyncDispose]());

  /** Opens a page whose answers carry such characters, as an older server or agent may have let them in. */
  async function open(path: string): Promise<ConsolePage> {
    // Nothing of the console yet: what it asks for must come changed from the first call on.
    const page = await installation.open('/healthz');
    // A page that is closed or left meanwhile waits for no answer.
    await page.route(/\/api\/(?!.*stream)/, (route) => answer(route).catch(() => undefined));
    await page.goto(path);
    return page;
  }

  /** Passes the server's answer on, with such characters at the end of every text that is given by somebody. */
  async function answer(route: Route): Promise<void> {
    const response = await route.fetch();
    const isJson = response.headers()['content-type']?.includes('json') === true;
    if (!isJson) return route.fulfill({ response });
    const hostile = (key: string, value: unknown): unknown => {
      if (key === 'displayName' && value === null) return `host${unseen}`;
      return typeof value === 'string' && given.has(key) ? `${value}${unseen}` : value;
    };
    await route.fulfill({ response, body: JSON.stringify(JSON.parse(await response.text(), hostile)) });
  }

  it.each([
    '/dashboard',
    '/dashboard?view=table',
    `/dashboard/nodes/${nodeId}`,
    '/dashboard/deploys',
    '/dashboard/deploys/gate',
    '/dashboard/audit?event=1',
    '/dashboard/logs',
    '/dashboard/settings',
  ])('is made visible on %s', async (path) => {
    const page = await open(path);
    await page.getByText(shown).first().waitFor();
    await page.waitForFunction(() => document.querySelector('.hb-skeleton') === null);
    expect(await page.evaluate(unseenWords)).toEqual([]);
  });

  it('is made visible in the palette and in the title of the window', async () => {
    const page = await open(`/dashboard/nodes/${encodeURIComponent(`web${unseen}`)}`);
    page.expectFault(/status of 4\d\d/);
    await page.getByText('No such host').waitFor();
    expect(await page.title()).toBe(`web${shown} · HyprBox`);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: `host${shown}` }).waitFor();
    expect(await page.evaluate(unseenWords)).toEqual([]);
  });

  it('is not in the name of a file that is saved', async () => {
    const page = await open(`/dashboard/jobs/${jobId}`);
    await page.getByRole('button', { name: 'Download' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^stdout/ }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${jobId}.stdout.log`);
  });
});

/** Runs in the page: the texts and the attributes for people that hold a character which cannot be seen. */
function unseenWords(): string[] {
  const unseen = /[\u202e\u200b\u001b]/;
  const attributes = ['title', 'aria-label', 'aria-description', 'placeholder', 'alt', 'download'];
  const words = [...document.querySelectorAll('*')].flatMap((element) => [
    ...attributes.map((name) => element.getAttribute(name) ?? ''),
    ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? ''),
  ]);
  return [document.title, ...words].filter((text) => unseen.test(text));
}
