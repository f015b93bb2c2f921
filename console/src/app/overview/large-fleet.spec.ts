import { DeferBlockBehavior, TestBed } from '@angular/core/testing';
import type { Node } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { backupsAside } from '../testing/backups-aside';
import { aNode, anEmptyHistory, aSummary } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { FakeViewport } from './list/fake-viewport';
import { OverviewPage } from './overview-page';

const size = 10_000;
/** Milliseconds in which the page gathers what has changed before it reads and orders anew. */
const pause = 2_000;

function idOf(index: number): string {
  return `node-${String(index).padStart(5, '0')}`;
}

/** A page of the fleet as the server gives it: in the order of names, from the host that the cursor names. */
function pageFrom(start: number, change: (index: number) => Partial<Node> = () => ({})) {
  const end = Math.min(size, start + limits.pageMax);
  const items = Array.from({ length: end - start }, (_, index) =>
    aNode({ id: idOf(start + index), hostname: idOf(start + index), ...change(start + index) }),
  );
  return { items, nextCursor: end < size ? String(end) : null };
}

describe('the overview of a large fleet', () => {
  let harness: PageHarness;
  let viewport: FakeViewport;
  /** Ids of the hosts whose sparklines were asked for, a list for each call. */
  let sparks: string[][];
  /** Pages that were asked for. */
  let pages: number;

  async function open(query: string): Promise<void> {
    viewport = new FakeViewport();
    sparks = [];
    pages = 0;
    TestBed.configureTestingModule({
      deferBlockBehavior: DeferBlockBehavior.Manual,
      providers: [viewport.provide(), backupsAside],
    });
    harness = await PageHarness.open(OverviewPage, '', `/dashboard${query}`);
    await harness.answer('/api/nodes/summary', aSummary({ total: size }));
    await harness.answer('/api/nodes/history', anEmptyHistory());
    await harness.answer('/api/activity', { items: [], nextCursor: null });
  }

  /** Answers what is asked of the list, one page after the other, until no more is asked for. */
  async function readWholeFleet(change?: (index: number) => Partial<Node>): Promise<void> {
    for (;;) {
      const [request] = harness.pending('/api/nodes');
      if (request === undefined) break;
      request.flush(pageFrom(Number(request.request.params.get('cursor') ?? 0), change));
      pages += 1;
    }
    await harness.settle();
  }

  function rows(): HTMLElement[] {
    return [...harness.page.querySelectorAll<HTMLElement>('tr[data-place]')];
  }

  function nameOf(row: HTMLElement | undefined): string {
    return row?.querySelector('a')?.textContent?.trim() ?? '';
  }

  function rowOf(id: string): HTMLElement | undefined {
    return rows().find((row) => nameOf(row) === id);
  }

  function answerSparks(): void {
    for (const request of harness.pending('/api/nodes/sparks')) {
      sparks.push((request.request.params.get('nodeIds') ?? '').split(','));
      request.flush({ items: [] });
    }
  }

  /** From here on the test turns the clock forward; it also runs by itself, as the page's own drawing needs it. */
  function fakePause(): void {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  }

  afterEach(() => vi.useRealTimers());

  it('shows the first page at once, then reads the others and says how far it is', async () => {
    await open('?view=table');
    const [first] = harness.pending('/api/nodes');
    first?.flush(pageFrom(0));
    await harness.says('200 of 10,000 hosts read');
    expect(rows().length).toBeGreaterThan(0);
    await readWholeFleet();
    expect(pages).toBe(size / limits.pageMax);
    expect(harness.page.querySelector('table')?.getAttribute('aria-rowcount')).toBe(String(size + 1));
    expect(harness.text).not.toContain('hosts read');
  });

  it('draws only what is on the screen, down to the last host', async () => {
    await open('?view=table&sort=name');
    await readWholeFleet();
    expect(rows().length).toBeLessThan(50);
    rows()[0]
      ?.querySelector('a')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
    await harness.until(() => document.activeElement?.textContent?.trim() === idOf(size - 1));
    expect(rowOf(idOf(size - 1))?.getAttribute('aria-rowindex')).toBe(String(size + 1));
    expect(rows().length).toBeLessThan(50);
    expect(rowOf(idOf(0))).toBeUndefined();
  });

  it('shows the last cards when the page is scrolled to its end', async () => {
    await open('?sort=name');
    await readWholeFleet();
    viewport.scrollBy(10_000_000);
    const article = (): Element | null =>
      harness.page.querySelector(`[role="article"][aria-label="${idOf(size - 1)}"]`);
    await harness.until(() => article() !== null);
    expect(article()?.getAttribute('aria-posinset')).toBe(String(size));
    expect(article()?.getAttribute('aria-setsize')).toBe(String(size));
  });

  it('jumps with the rows that it has: none is built or moved for it', async () => {
    await open('?view=table&sort=name');
    await readWholeFleet();
    const screenOfRows = 13;
    await harness.until(() => rows().length > screenOfRows);
    const elements = rows();
    viewport.scrollBy(57 * 5_000);
    expect(rows().map(nameOf)).toContain(idOf(5_000));
    expect(rows().map((row) => elements.indexOf(row))).toEqual(rows().map((_, index) => index));
  });

  it('asks for the sparklines of drawn hosts only, and for those that are scrolled to', async () => {
    await open('?view=table&sort=name');
    await readWholeFleet();
    const drawn = (): string[] => rows().map(nameOf);
    // Those around the screen are drawn, and asked for, a moment after those on it.
    const haveAll = (): boolean => {
      answerSparks();
      return drawn().every((id) => sparks.flat().includes(id));
    };
    await harness.until(haveAll);
    expect(sparks.flat().sort()).toEqual(drawn().sort());
    sparks = [];
    viewport.scrollBy(57 * 5_000);
    await harness.until(haveAll);
    expect(sparks.flat().sort()).toEqual(drawn().sort());
    expect(sparks.flat()).toContain(idOf(5_000));
  });

  it('finds, filters and orders all of them without asking the server again', async () => {
    await open('?view=table');
    await readWholeFleet((index) => ({
      metrics: { cpuPct: index / 100, memPct: 1, diskPct: 1 },
      ...(index % 1000 === 999 && { status: 'CRITICAL' }),
    }));
    expect(nameOf(rows()[0])).toBe(idOf(999));
    await harness.press('CPU');
    await harness.until(() => nameOf(rows()[0]) === idOf(size - 1));
    await harness.press('Status');
    await harness.until(() => nameOf(rows()[0]) === idOf(999));
    expect(harness.pending('/api/nodes')).toEqual([]);
  });

  it('moves no host while someone points at them, says how many would move, and moves them on demand', async () => {
    await open('?view=table');
    await readWholeFleet();
    expect(nameOf(rows()[0])).toBe(idOf(0));
    harness.page.querySelector('section')?.dispatchEvent(new PointerEvent('pointerenter'));
    harness.streams.latest.send('heartbeat', {
      items: [
        {
          nodeId: idOf(9_000),
          at: new Date(Date.now() + 1000).toISOString(),
          status: 'CRITICAL',
          metrics: { cpuPct: 99, memPct: 1, diskPct: 1 },
        },
      ],
    });
    await harness.says('1 host has another place by now');
    expect(nameOf(rows()[0])).toBe(idOf(0));
    await harness.press('Update the order');
    await harness.until(() => nameOf(rows()[0]) === idOf(9_000));
    expect(harness.text).not.toContain('another place');
  });

  it('lets a host that got worse rise by itself while nobody points at the hosts', async () => {
    await open('?view=table');
    await readWholeFleet();
    fakePause();
    harness.streams.latest.send('heartbeat', {
      items: [
        {
          nodeId: idOf(9_000),
          at: new Date(Date.now() + 1000).toISOString(),
          status: 'OFFLINE',
          metrics: { cpuPct: 1, memPct: 1, diskPct: 1 },
        },
      ],
    });
    await vi.advanceTimersByTimeAsync(pause);
    await harness.until(() => nameOf(rows()[0]) === idOf(9_000));
  });

  it('reads a host that has joined by itself, not the whole fleet', async () => {
    await open('?view=table&sort=-name');
    await readWholeFleet();
    fakePause();
    harness.streams.latest.send('activity', {
      id: '1',
      at: new Date().toISOString(),
      nodeId: 'zz-new',
      kind: 'node',
      message: 'zz-new joined the fleet',
    });
    await vi.advanceTimersByTimeAsync(pause);
    await harness.answer('/api/nodes/zz-new/status', aNode({ id: 'zz-new', hostname: 'zz-new' }));
    await harness.until(() => nameOf(rows()[0]) === 'zz-new');
    expect(harness.pending('/api/nodes')).toEqual([]);
  });
});
