import { sessionCookie } from '@hyprbox/contracts';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
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
 * A real browser. Every page it opens has a profile of its own and is closed with its test; the process is one for all the
 * files that a worker runs, and ends with the worker.
 */
export class ConsoleBrowser {
  private static browser: Browser | null = null;

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
  async open(
    site: Site,
    { path = '/', viewport = desktop, as, fetchesAhead = false }: Visit = {},
  ): Promise<ConsolePage> {
    const context = await this.browser.newContext({
      baseURL: `${site.url}/`,
      viewport,
      locale: 'en-GB',
      ...(as === undefined ? {} : { storageState: as }),
    });
    context.setDefaultTimeout(stepMs);
    const page = await context.newPage();
    if (!fetchesAhead) await saveData(page);
    const watch = watchFaults(page);
    // Who comes without a session is told so by the first call: that is no fault.
    if (as === undefined) watch.expect(/status of 401 .*\/api\/auth\/me\)/);
    onTestFinished(async () => {
      await context.close();
      expect(watch.unexpected()).toEqual([]);
    });
    await page.goto(path);
    return Object.assign(page, { expectFault: watch.expect });
  }
}

/** Has the page's browser be one that is told to save data. */
async function saveData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
}

/** Collects console errors, which the browser also writes for a violated content security policy, and exceptions. */
function watchFaults(page: Page): { expect: (pattern: RegExp) => void; unexpected: () => string[] } {
  const faults: string[] = [];
  const expected: RegExp[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(`${error.message} (${error.stack ?? 'no stack'})`));
  return {
    expect: (pattern) => expected.push(pattern),
    unexpected: () => faults.filter((fault) => !expected.some((pattern) => pattern.test(fault))),
  };
}
