import { Component, input } from '@angular/core';
import { formatCount } from '../figures/format';
import type { DiffFile, DiffGap, DiffLine } from './line-diff';

const signs = { same: ' ', missing: '−', added: '+' } as const;

/** What differs between two texts, line by line. */
@Component({
  selector: 'hb-diff-view',
  template: `
    <!-- Scrollable, so it must be reachable by keyboard. -->
    <div class="diff" tabindex="0" role="region" [attr.aria-label]="label()">
      <div class="lines">
        @for (line of lines(); track $index) {
          @if (line.kind === 'gap') {
            <div class="gap">{{ formatCount(line.count) }} {{ line.count === 1 ? 'line' : 'lines' }} the same</div>
          } @else if (line.kind === 'file') {
            <div class="file">
              <code>{{ line.name }}</code>
            </div>
          } @else {
            <div class="line" [attr.data-kind]="line.kind">
              @if (line.kind !== 'same') {
                <span class="hb-visually-hidden">{{ line.kind === 'added' ? 'New: ' : 'Gone: ' }}</span>
              }
              <span class="sign" aria-hidden="true">{{ signs[line.kind] }}</span><code>{{ line.text }}</code>
              @if (line.unended) {
                <span class="unended">No newline at the end</span>
              }
            </div>
          }
        }
      </div>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
    }
    .diff {
      min-height: 0;
      max-height: inherit;
      padding: 8px 0;
      overflow: auto;
      line-height: 1.5;
      tab-size: 4;
    }
    .lines {
      width: max-content;
      min-width: 100%;
    }
    .line {
      padding: 0 14px;
      white-space: pre;
    }
    .sign {
      display: inline-block;
      width: 2ch;
      font-family: var(--hb-font-mono);
      user-select: none;
    }
    .unended {
      padding-inline-start: 2ch;
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
    .gap {
      padding: 4px 14px;
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
    .file {
      padding: 6px 14px;
      color: var(--hb-text-secondary);
    }
    .file:not(:first-child) {
      margin-top: 8px;
      border-top: 1px solid var(--hb-line);
    }
    [data-kind='missing'] {
      background: color-mix(in srgb, var(--hb-critical) 14%, transparent);
    }
    [data-kind='added'] {
      background: color-mix(in srgb, var(--hb-online) 14%, transparent);
    }
    .diff:focus-visible {
      outline-offset: -2px;
    }
  `,
})
export class DiffView {
  readonly lines = input.required<readonly (DiffLine | DiffGap | DiffFile)[]>();
  /** Such as "Changes of the script". */
  readonly label = input.required<string>();

  protected readonly signs = signs;
  protected readonly formatCount = formatCount;
}
