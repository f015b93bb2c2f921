import { Component, computed, input, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { isTerminal } from '@hyprbox/contracts';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import { CopyButton } from '../copy-button/copy-button';
import { formatBytes, formatCount } from '../figures/format';
import type { ExecutionOutput } from './execution-output';
import type { OutputFilter } from './output-log';
import { outputLogLimits } from './output-log';
import { OutputTerminal } from './output-terminal';

@Component({
  selector: 'hb-output-pane',
  imports: [CopyButton, MatButton, MatButtonToggle, MatButtonToggleGroup, OutputTerminal],
  templateUrl: './output-pane.html',
  styleUrl: './output-pane.scss',
})
export class OutputPane {
  private readonly terminal = viewChild.required(OutputTerminal);

  readonly output = input.required<ExecutionOutput>();
  readonly status = input.required<ExecutionStatus>();
  readonly host = input.required<string>();
  /** Bytes that the script wrote, and how many of them the server let go of. */
  readonly totalBytes = input.required<number>();
  readonly droppedBytes = input.required<number>();
  readonly connection = input.required<ConnectionState['state']>();
  /** Whether all output there is has arrived. */
  readonly complete = input.required<boolean>();

  protected readonly filter = signal<OutputFilter>('all');
  protected readonly paused = signal(false);
  protected readonly atEnd = signal(true);

  protected readonly count = formatCount;
  protected readonly size = computed(() => formatBytes(this.totalBytes()));
  protected readonly dropped = computed(() => {
    const bytes = Math.max(this.droppedBytes(), this.output().missingBytes());
    return bytes === 0 ? '' : `${formatBytes(bytes)} dropped`;
  });

  protected readonly leftOut = computed(() =>
    this.output().log.incomplete()
      ? `The newest ${formatCount(outputLogLimits.lines)} lines are shown; Download has more.`
      : '',
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

  protected readonly followWords = computed(() => {
    if (this.paused()) return 'Paused';
    if (!this.atEnd()) return 'Scrolled up';
    if (this.complete()) return 'End of the output';
    if (this.connection() === 'lost') return 'Connection lost; trying again';
    return 'Following the end';
  });

  protected readonly textOfFilter = (): string => this.output().plainText(this.filter());

  protected goToEnd(): void {
    this.paused.set(false);
    this.terminal().jumpToEnd();
  }
}
