import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually } from '@hyprbox/testing';
import type * as axe from 'axe-core';
import type { Result, RunOnly } from 'axe-core';
import type { Locator, Page } from 'playwright-core';

declare global {
  interface Window {
    /** Where `violationsOf` has put it. */
    axe: typeof axe;
  }
}

/** Minified, as each page has to read it anew. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Themes = readonly ['light', 'dark'] | readonly ['dark', 'light'];

/** WCAG 2.2 AA. */
const accessibilityRules: RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** The rules of WCAG 2.2 AA that look at colours. */
const colourRules: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

const wideScreen = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
/** In pixels, with the height of a tablet. */
const widthsBetween = [1000, 768];
const tabletHeight = 1024;
const narrowPhone = { width: 360, height: 780 };
/** Within this a page is drawn for another width, in milliseconds: a chart takes a moment to become as narrow as its card. */
const drawnMs = 5_000;
/** A busy machine may stand still for seconds. */
const arrivedMs = 40_000;

/** Goes to a page and waits until a text is there, nothing is a placeholder any more, and all of it is drawn. */
export async function visit(page: Page, path: string, sign: string): Promise<void> {
  await page.goto(path);
  await page.getByText(sign).first().waitFor();
  await page.waitForFunction(() => document.querySelector('.hb-skeleton') === null);
  await drawn(page);
}

/** Waits until the page's path, with its query, is one of these. */
export async function arrivesAt(page: Page, path: RegExp): Promise<void> {
  await page.waitForURL((url) => path.test(url.pathname + url.search), { timeout: arrivedMs });
}

async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
}

/** Has what the page loads from now on take its theme from the browser's wish, which a test can change. */
export async function followColourScheme(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('hb-theme', 'system'));
}

/**
 * What is wrong with a page on a wide screen, on a phone and between: against axe's rules in both themes, what scrolls
 * sideways, and what is drawn beyond a card. The page is loaded once and made narrower, which is harder for it than to be
 * loaded narrow; it follows the browser's wish for a theme.
 */
export async function screenFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const look = async (find: (page: Page) => Promise<string[]>): Promise<void> => {
    const { width = 0 } = page.viewportSize() ?? {};
    faults.push(...(await find(page)).map((fault) => `${width} px wide: ${fault}`));
  };
  await page.setViewportSize(wideScreen);
  await look((each) => accessibilityFaults(each, ['light', 'dark']));
  await look(layoutFaults);
  for (const width of widthsBetween) {
    await page.setViewportSize({ width, height: tabletHeight });
    await look(layoutFaults);
  }
  await page.setViewportSize(phone);
  // The theme that is on comes first, as a change of it draws all of the page anew.
  await look((each) => accessibilityFaults(each, ['dark', 'light']));
  await look(layoutFaults);
  await page.setViewportSize(narrowPhone);
  await look(layoutFaults);
  await page.setViewportSize(wideScreen);
  return faults;
}

/** What scrolls sideways or is drawn beyond a card, once the page has had its time for the width that it was given. */
async function layoutFaults(page: Page): Promise<string[]> {
  let faults: string[] = [];
  const isFaultless = async (): Promise<boolean> => {
    await drawn(page);
    faults = await page.evaluate(overflows);
    return faults.length === 0;
  };
  await eventually(isFaultless, { timeoutMs: drawnMs }).catch(() => undefined);
  return faults;
}

/** Runs in the page: whether it scrolls sideways, and the cards that are lower than their content and neither scroll nor cut it off. */
function overflows(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const cards = [...document.querySelectorAll('.hb-card')].filter(
    (card) => getComputedStyle(card).overflowY === 'visible' && card.scrollHeight > card.clientHeight + 1,
  );
  return [
    ...(scrollWidth > clientWidth ? [`scrolls sideways, being ${scrollWidth} px wide`] : []),
    ...cards.map(({ localName }) => `draws beyond the lower edge of ${localName}`),
  ];
}

/** What axe finds against WCAG 2.2 AA in each theme, in this order, on a page that follows the browser's wish. */
export async function accessibilityFaults(page: Page, themes: Themes = ['light', 'dark']): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(endTransitions);
  for (const theme of themes) {
    // A row that is fading in as axe looks has the contrast of no theme, and rows of live data come at any moment.
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
    await page.waitForFunction((name) => document.documentElement.dataset['theme'] === name, theme);
    await page.evaluate(stillness);
    // What a theme changes are colours; whatever else is wrong is found in the first one.
    const violations = await violationsOf(page, theme === themes[0] ? accessibilityRules : colourRules);
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

/**
 * Runs in the page: has a theme come at once. Where less motion is asked for every element has a transition of one frame,
 * and begins it when what it inherits its colour from is through with its own: dozens of frames, each drawn for nothing.
 */
function endTransitions(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { transition-property: none !important; }');
  document.adoptedStyleSheets.push(sheet);
}

/** Runs in the page: waits until nothing moves but what moves for ever, nor begins to when something else has ended. */
async function stillness(): Promise<void> {
  const moving = (): Animation[] =>
    document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime ?? 0));
  for (let now = moving(); now.length > 0; now = moving())
    await Promise.allSettled(now.map(({ finished }) => finished));
}

/** Only what is wrong leaves the page: to carry out all that axe looked at costs the browser as much as looking. */
async function violationsOf(page: Page, runOnly: RunOnly): Promise<Result[]> {
  // The console has none, and axe would look past what is in one.
  if (page.frames().length > 1) throw new Error('The page has a frame, which axe has to be put into, too.');
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return violations;
  }, runOnly);
}

function wordsOf(theme: string, { id, nodes }: Result): string[] {
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
