import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What the build tells of a page, in `.pages.json` beside the console's index. */
interface ConsolePage {
  /** The address, or (not `exact`) what it begins with. */
  path: string;
  exact: boolean;
  /** Its own modules' files. */
  modules: string[];
  /** The calls that it begins with when somebody is signed in. */
  calls: string[];
}

/**
 * The console's index as each page needs it. It names what the page is made of, and for somebody who has a session what
 * it asks for first: a browser then fetches all of that at once, instead of finding out step by step.
 */
export class ConsoleIndex {
  private constructor(
    private readonly html: string,
    private readonly pages: readonly ConsolePage[],
    private readonly base: string,
  ) {}

  /**
   * Reads it from the directory of the built console; where there is none, a page that says so.
   *
   * @param base the path that the console lies below, with a slash at both ends
   */
  static async in(directory: string, base = '/'): Promise<ConsoleIndex> {
    if (!existsSync(`${directory}index.html`)) return new ConsoleIndex(notBuilt, [], base);
    const built = await readFile(`${directory}index.html`, 'utf8');
    const html = built.replace(/<base href="\/"\s*\/?>/, `<base href="${base}">`);
    const hints = `${directory}.pages.json`;
    // Our own build wrote it. Without it the console works all the same, only slower.
    const pages = existsSync(hints) ? (JSON.parse(await readFile(hints, 'utf8')) as ConsolePage[]) : [];
    return new ConsoleIndex(html, pages, base);
  }

  for(path: string, hasSession: boolean): string {
    const page = this.pages.find((each) => (each.exact ? path === each.path : path.startsWith(each.path)));
    if (page === undefined) return this.html;
    const calls = hasSession
      ? page.calls.map((call) => `<link rel="preload" as="fetch" crossorigin href="${this.base}${call.slice(1)}">`)
      : [];
    // After the framework's own modules, which everything waits for.
    const modules = page.modules.map((file) => `<link rel="modulepreload" href="${this.base}${file}">`);
    return this.html.replace('</head>', `${calls.join('')}</head>`).replace('</body>', `${modules.join('')}</body>`);
  }
}

const notBuilt =
  '<!doctype html><title>HyprBox</title><app-root></app-root><p>The console is not built yet: run <code>npm run build</code>.</p>';
