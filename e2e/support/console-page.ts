import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

const accessibilityRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Goes to a page and waits until a text is there, nothing is a placeholder any more, and all of it is drawn. */
export async function visit(page: Page, path: string, sign: string): Promise<void> {
  await page.goto(path);
  await page.getByText(sign).first().waitFor();
  await page.waitForFunction(() => document.querySelector('.hb-skeleton') === null);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** Has the pages that are opened from now on take their theme from the browser's wish, which a test can change. */
export async function followColourScheme(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('hb-theme', 'system'));
}

/** What axe finds against WCAG 2.2 AA in each theme, on a page that follows the browser's wish. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    // A row that is fading in as axe looks has the contrast of no theme, and rows of live data come at any moment.
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
    await page.waitForFunction((name) => document.documentElement.dataset['theme'] === name, theme);
    await page.evaluate(stillness);
    const { violations } = await axeFor(page).withTags(accessibilityRules).analyze();
    faults.push(...violations.flatMap((violation) => wordsOf(theme, violation)));
  }
  return faults;
}

/** Runs in the page: what would move or fade on it for longer than anybody sees. */
export function motions(): string[] {
  const unseenSeconds = 0.01;
  return [...document.querySelectorAll('*')].flatMap((element) => {
    const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
    const durations = `${transitionDuration},${animationName === 'none' ? '0s' : animationDuration}`.split(',');
    const moves = durations.some((seconds) => Number.parseFloat(seconds) > unseenSeconds);
    return moves ? [`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`] : [];
  });
}

/** Runs in the page: waits until nothing moves but what moves for ever. */
function stillness(): Promise<unknown> {
  const moving = document
    .getAnimations()
    .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime ?? 0));
  return Promise.allSettled(moving.map(({ finished }) => finished));
}

/** Without the page of its own that axe only needs to gather results from frames of other origins. */
function axeFor(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

function wordsOf(theme: string, { id, nodes }: AxeResults['violations'][number]): string[] {
  return nodes.map(({ target, failureSummary }) => `${theme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`);
}

/** A host on the overview. */
export function cardOf(page: Page, host: string): Locator {
  return page.getByRole('article').filter({ has: page.getByRole('link', { name: host, exact: true }) });
}

/** The pane of a job's page that shows what the job prints. */
export function outputOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Output' });
}

/** The lines that the job page's terminal shows. */
export async function terminalText(page: Page): Promise<string> {
  const rows = await page.locator('.xterm-rows > div').allTextContents();
  // xterm keeps columns apart by no-break spaces.
  const lines = rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd());
  return lines.join('\n').trim();
}

/** What a job's page says of a fact, such as its host. */
export async function factOf(page: Page, name: string): Promise<string> {
  const term = page.locator('dt').filter({ hasText: new RegExp(`^${name}$`) });
  return ((await term.locator('xpath=following-sibling::dd[1]').textContent()) ?? '').trim();
}
