import { Component, computed, input, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ConnectionState } from '../../core/event-stream/connection-state';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { Icon } from '../../shared/icon/icon';
import type { ExecutionOutput } from '../../shared/output/execution-output';
import { OutputTerminal } from '../../shared/output/output-terminal';

/** What was said while a run went on, followed live. */
@Component({
  selector: 'hb-run-log',
  imports: [CopyButton, Icon, MatButton, OutputTerminal],
  template: `
    <div class="bar">
      <h2>Log</h2>
      <div class="actions">
        <a matButton [href]="url()" download><hb-icon name="download" />Download</a>
        <hb-copy-button label="Copy the log" [text]="text" />
      </div>
    </div>
    <div class="body" role="region" aria-label="Log">
      <hb-output-terminal [log]="log().log" [(paused)]="paused" [(atEnd)]="atEnd" [(drawn)]="drawn" />
      @if (emptyWords(); as words) {
        <p class="empty" role="status">{{ words }}</p>
      }
    </div>
    <div class="foot">
      <span role="status">{{ followWords() }}</span>
      @if (paused() || !atEnd()) {
        <button matButton type="button" (click)="goToEnd()">Jump to end</button>
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      overflow: hidden;
      border: 1px solid var(--hb-line);
      border-radius: var(--hb-radius);
    }
    .bar,
    .foot {
      display: flex;
      flex: none;
      align-items: center;
      justify-content: space-between;
      min-height: 40px;
      padding: 4px 8px 4px 14px;
      background: var(--hb-surface);
    }
    .actions {
      display: flex;
      gap: 4px;
      align-items: center;
    }
    .actions hb-icon {
      width: 14px;
      height: 14px;
      margin-inline-end: 6px;
      vertical-align: -2px;
    }
    .foot {
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
    .body {
      position: relative;
      display: grid;
      flex: 1;
      min-height: 0;
      /* A terminal is dark in either theme. */
      color-scheme: dark;
      background: #0a0c10;
    }
    .body:focus-within {
      outline: 2px solid var(--hb-chart);
      outline-offset: -2px;
    }
    .empty {
      position: absolute;
      inset: 14px 16px auto;
      color: #9aa5b4;
      pointer-events: none;
    }
  `,
})
export class RunLog {
  private readonly terminal = viewChild.required(OutputTerminal);

  readonly log = input.required<ExecutionOutput>();
  /** All of the log as a file: the page may have begun in its middle. */
  readonly url = input.required<string>();
  readonly complete = input.required<boolean>();
  readonly queued = input.required<boolean>();
  readonly host = input.required<string>();
  readonly connection = input.required<ConnectionState['state']>();

  protected readonly paused = signal(false);
  protected readonly atEnd = signal(true);
  protected readonly drawn = signal(false);
  protected readonly emptyWords = computed(() => {
    if (this.log().streams().size > 0) return null;
    if (this.complete()) return 'Nothing was logged.';
    return this.queued() ? `Queued. It starts as soon as ${this.host()} asks for work.` : 'Nothing logged so far.';
  });
  protected readonly followWords = computed(() => {
    if (this.paused()) return 'Paused';
    if (!this.atEnd()) return 'Scrolled up';
    if (this.complete()) return this.drawn() ? 'End of the log' : 'Drawing the last lines…';
    return this.connection() === 'lost' ? 'Connection lost; trying again' : 'Following the end';
  });

  protected readonly text = (): string => this.log().plainText('all');

  protected goToEnd(): void {
    this.paused.set(false);
    this.terminal().jumpToEnd();
  }
}
