import { Component, computed, ElementRef, inject, input, linkedSignal, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import { SingleKeys } from '../../core/shortcuts/single-keys';
import { CopyButton } from '../copy-button/copy-button';
import { formatBytes, formatCount } from '../figures/format';
import { Icon } from '../icon/icon';
import { PointedName } from '../pointed-name/pointed-name';
import type { ReadStored } from './earlier-matches';
import { EarlierMatches } from './earlier-matches';
import type { ExecutionOutput } from './execution-output';
import { FindBar } from './find-bar';
import type { OutputFilter } from './output-log';
import { shownLines } from './output-log';
import { OutputTerminal } from './output-terminal';
import { OutputWrap } from './output-wrap';

/** Menus and dialogs are drawn there, beside the page. */
const overlays = '.cdk-overlay-container';

/** What an execution prints, as it is printed: found, copied, wrapped, followed. */
@Component({
  selector: 'hb-output-pane',
  imports: [
    CopyButton,
    FindBar,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatIconButton,
    OutputTerminal,
    PointedName,
  ],
  host: { '(document:keydown)': 'press($event)' },
  templateUrl: './output-pane.html',
  styleUrl: './output-pane.scss',
})
export class OutputPane {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly singleKeys = inject(SingleKeys);
  private readonly findBar = viewChild(FindBar);
  protected readonly wrapping = inject(OutputWrap);
  protected readonly terminal = viewChild.required(OutputTerminal);

  readonly output = input.required<ExecutionOutput>();
  readonly status = input.required<ExecutionStatus>();
  readonly host = input.required<string>();
  /** Bytes that the script wrote, and how many of them the server let go of. */
  readonly totalBytes = input.required<number>();
  readonly droppedBytes = input.required<number>();
  readonly connection = input.required<ConnectionState['state']>();
  /** Reads what is stored of a stream, for the search in what is not shown any more. */
  readonly readStored = input.required<ReadStored>();
  /** Whether all output there is has arrived. */
  readonly complete = input.required<boolean>();

  protected readonly filter = signal<OutputFilter>('all');
  protected readonly paused = signal(false);
  protected readonly atEnd = signal(true);
  protected readonly drawn = signal(false);
  protected readonly selected = signal(false);
  protected readonly earlier = computed(() => new EarlierMatches(this.output(), this.readStored()));
  protected readonly finding = signal(false);

  protected readonly count = formatCount;
  protected readonly size = computed(() => formatBytes(this.totalBytes()));
  protected readonly dropped = computed(() => {
    const bytes = Math.max(this.droppedBytes(), this.output().missingBytes());
    return bytes === 0 ? '' : `${formatBytes(bytes)} dropped`;
  });

  protected readonly leftOut = computed(() =>
    this.output().log.incomplete() ? `The newest ${formatCount(shownLines)} lines are shown; Download has more.` : '',
  );

  /** What stands in the place of output that is not there. */
  protected readonly emptyWords = computed(() => {
    const streams = this.output().streams();
    const filter = this.filter();
    if (filter === 'all' ? streams.size > 0 : streams.has(filter)) return null;
    const what = filter === 'all' ? '' : ` to ${filter}`;
    if (this.complete()) return `Nothing was printed${what}.`;
    if (this.status() === 'QUEUED') return `Queued. It starts as soon as ${this.host()} asks for work.`;
    return isTerminal(this.status()) ? 'Loading the output…' : `Nothing printed${what} so far.`;
  });

  private readonly following = computed(() => this.atEnd() && !this.paused());
  private readonly lines = computed(() => this.output().log.lines()[this.filter()]);
  /** The lines that had come when the end was last on the screen. */
  private readonly seenLines = linkedSignal<{ following: boolean; lines: number; filter: OutputFilter }, number>({
    source: () => ({ following: this.following(), lines: this.lines(), filter: this.filter() }),
    computation: (now, before) => (now.following || before?.source.filter !== now.filter ? now.lines : before.value),
  });
  protected readonly newLines = computed(() => this.lines() - this.seenLines());

  protected readonly followWords = computed(() => {
    if (this.paused()) return 'Paused';
    if (!this.atEnd()) return 'Scrolled up';
    if (this.complete()) return this.drawn() ? 'End of the output' : 'Drawing the last lines…';
    if (this.connection() === 'lost') return 'Connection lost; trying again';
    return 'Following the end';
  });
  protected readonly endWords = computed(() => {
    const lines = this.newLines();
    if (lines === 0) return 'Jump to end';
    return lines === 1 ? '1 new line' : `${formatCount(lines)} new lines`;
  });

  /** What the search has found is marked as a selection, too, but nobody means to copy just that. */
  protected readonly copiesSelection = computed(() => this.selected() && !this.finding());
  protected readonly textToCopy = (): string =>
    this.copiesSelection() ? this.terminal().selection() : this.output().plainText(this.filter());

  protected goToEnd(): void {
    this.paused.set(false);
    this.terminal().jumpToEnd();
  }

  protected find(): void {
    this.finding.set(true);
    this.findBar()?.focus();
  }

  protected endFinding(): void {
    this.finding.set(false);
    this.terminal().focus();
  }

  /**
   * The browser's own search sees the rows on the screen only, so its key belongs to the output, whatever button has the
   * focus. Where one types, in a menu and in a dialog it does not.
   */
  protected press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || !this.isMeant(event.target)) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'f') return;
    } else if (event.key !== '/' || !this.singleKeys.on() || isTextField(event.target)) return;
    event.preventDefault();
    this.find();
  }

  private isMeant(target: EventTarget | null): boolean {
    if (!(target instanceof Element)) return false;
    const isElsewhere = isTextField(target) || target.closest(overlays) !== null;
    return !isElsewhere || this.element.nativeElement.contains(target);
  }
}

/** xterm takes its keys by a text area of its own, which takes no text here. */
function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, select, textarea:not(.xterm-helper-textarea)');
}
