import { sessionCookie } from '@hyprbox/contracts';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  type Dialog,
  type Page,
} from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { admin } from './server-process.js';

const program = process.env['HYPRBOX_CHROMIUM'] ?? process.env['CHROME_BIN'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Certificates are made by the tests. Taken for good where the connection is made: `ignoreHTTPSErrors` begins each refused
  // request anew, and a busy machine reaches the end of the tries that Chromium has for one.
  '--ignore-certificate-errors',
];
const stepMs = 20_000;
const desktop = { width: 1440, height: 900 };

/** The cookies of someone who has signed in. */
export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** What calls beside the browser carry in the same session. */
export function tokenOf({ cookies }: SignedIn): string {
  const cookie = cookies.find(({ name }) => name === sessionCookie);
  if (cookie === undefined) throw new Error(`Nobody is signed in: there is no cookie called ${sessionCookie}.`);
  return cookie.value;
}

/** Where the console is opened: a server of the test, or what stands in front of one. */
export interface Site {
  /** Without a slash at its end. */
  readonly url: string;
  /** Its certificate is made for the test. */
  readonly selfSigned?: boolean;
}

/** A page of the console; what its browser complains about fails the test, unless the test expects it. */
export interface ConsolePage extends Page {
  /** Takes complaints that match for granted. Each is `text (address)`. */
  expectFault(pattern: RegExp): void;
}

export interface Visit {
  /** Where to go; without a slash at its beginning below the site’s own path. */
  path?: string;
  viewport?: { width: number; height: number };
  /** Who the browser begins with; absent: nobody is signed in. */
  as?: SignedIn;
  /**
   * Whether the console fetches its other pages while this one is looked at, as it does unless the user saves data. That is
   * more work than most of what a test does on a page.
   */
  fetchesAhead?: boolean;
}

/**
 * A real browser, whose process is one for all the files that a worker runs, and ends with the worker. Whoever opens a page
 * finds it as in a profile of its own, and it is left with its test. The page itself may be the one of the test before: to
 * make one anew, with a process that has to read all of the console's code, is twice as much work as to load it again.
 */
export class ConsoleBrowser {
  private static browser: Browser | null = null;
  /** The page that a test has left, and the site that it may be opened for again. */
  private static left: { readonly url: string; readonly page: Page } | null = null;

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<ConsoleBrowser> {
    if (this.browser?.isConnected() !== true)
      this.browser = await chromium.launch({ executablePath: program, args: flags });
    return new ConsoleBrowser(this.browser);
  }

  /** Signs in beside the page, for `Visit.as`. */
  async signIn(site: Site, credentials = admin): Promise<SignedIn> {
    const context = await this.browser.newContext({ ignoreHTTPSErrors: site.selfSigned ?? false });
    try {
      const answer = await context.request.post(`${site.url}/api/auth/login`, { data: credentials });
      expect(answer.status(), await answer.text()).toBe(200);
      return await context.storageState();
    } finally {
      await context.close();
    }
  }

  /** Opens the console for the running test. */
  async open(site: Site, visit: Visit = {}): Promise<ConsolePage> {
    const { path = '/', viewport = desktop, as, fetchesAhead = false } = visit;
    const page = (fetchesAhead ? null : await this.takeLeft(site)) ?? (await this.newPage(site, fetchesAhead));
    await page.setViewportSize(viewport);
    await page.context().setStorageState(as ?? { cookies: [], origins: [] });
    const watch = watchFaults(page);
    // Who comes without a session is told so by the first call: that is no fault.
    if (as === undefined) watch.expect(/status of 401 .*\/api\/auth\/me\)/);
    onTestFinished(async () => {
      if (fetchesAhead) await page.context().close();
      else await this.leave(site, page);
      watch.end();
      expect(watch.unexpected()).toEqual([]);
    });
    await page.goto(path);
    return Object.assign(page, { expectFault: watch.expect });
  }

  private async newPage(site: Site, fetchesAhead: boolean): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: `${site.url}/`, locale: 'en-GB' });
    context.setDefaultTimeout(stepMs);
    const page = await context.newPage();
    if (!fetchesAhead) await saveData(page);
    return page;
  }

  private async takeLeft(site: Site): Promise<Page | null> {
    const { left } = ConsoleBrowser;
    ConsoleBrowser.left = null;
    if (left === null || left.url === site.url) return left?.page ?? null;
    await left.page.context().close();
    return null;
  }

  /** Has the page be taken again, unless the test did to it what cannot be taken back. */
  private async leave({ url }: Site, page: Page): Promise<void> {
    const context = page.context();
    try {
      await restore(page);
    } catch {
      // The page was closed, or its server is gone.
      await context.close();
      return;
    }
    const { left } = ConsoleBrowser;
    ConsoleBrowser.left = { url, page };
    await left?.page.context().close();
  }
}

/** Takes back what a test did to a page and to the profile around it. */
async function restore(page: Page): Promise<void> {
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  // What was typed and not saved asks whether it may be left.
  const agree = (dialog: Dialog): void => void dialog.accept();
  page.on('dialog', agree);
  await page.goto('healthz');
  page.off('dialog', agree);
  await page.evaluate(() => sessionStorage.clear());
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null });
  await page.mouse.move(0, 0);
}

/** Has the page's browser be one that is told to save data. */
async function saveData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
}

/** Collects console errors, which the browser also writes for a violated content security policy, and exceptions. */
function watchFaults(page: Page): { expect: (pattern: RegExp) => void; unexpected: () => string[]; end: () => void } {
  const faults: string[] = [];
  // The browser asks for it where a page names no icon, as one that is not of the console, such as `/healthz`.
  const expected = [/\/favicon\.ico\)$/];
  const written = (message: ConsoleMessage): void => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  };
  const thrown = (error: Error): void => void faults.push(`${error.message} (${error.stack ?? 'no stack'})`);
  page.on('console', written);
  page.on('pageerror', thrown);
  return {
    expect: (pattern) => expected.push(pattern),
    unexpected: () => faults.filter((fault) => !expected.some((pattern) => pattern.test(fault))),
    end: () => {
      page.off('console', written);
      page.off('pageerror', thrown);
    },
  };
}
