import { Component, computed, input } from '@angular/core';
import { CopyButton } from '../copy-button/copy-button';
import type { BashToken } from './bash-tokens';
import { bashTokens } from './bash-tokens';

/** Characters up to which a script is coloured: each piece of a very long one would be an element too many. */
const colouredMost = 64 * 1024;

/** A script as it is, with the SHA-256 of its bytes where it is one that runs like that. */
@Component({
  selector: 'hb-script-view',
  imports: [CopyButton],
  template: `
    <div class="bar">
      <span class="hash">
        @if (sha256(); as hash) {
          sha256 <code>{{ hash }}</code>
        } @else {
          {{ note() }}
        }
      </span>
      <hb-copy-button label="Copy the script" [text]="script()" />
    </div>
    <!-- Scrollable, so it must be reachable by keyboard. -->
    <!-- Whatever stands between the tags would be part of the script. -->
    <pre
      tabindex="0"
      role="region"
      [attr.aria-label]="label()"
    >@for (token of tokens(); track $index) {<span [class]="token.kind">{{ token.text }}</span>}</pre>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
    }
    .bar {
      display: flex;
      flex: none;
      align-items: center;
      gap: 8px;
      min-height: 40px;
      padding: 0 8px 0 14px;
      color: var(--hb-text-secondary);
      border-bottom: 1px solid var(--hb-line);
    }
    .hash {
      flex: 1;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    pre {
      flex: 1;
      min-height: 0;
      margin: 0;
      padding: 12px 14px;
      overflow: auto;
      line-height: 1.5;
      tab-size: 4;
    }
    .comment {
      color: var(--hb-text-secondary);
      font-style: italic;
    }
    .string {
      color: var(--hb-link);
    }
    .variable {
      color: var(--hb-warning-text);
    }
    .keyword {
      color: var(--hb-link);
      font-weight: 600;
    }
    pre:focus-visible {
      outline-offset: -2px;
    }
  `,
})
export class ScriptView {
  readonly script = input.required<string>();
  /** Null for a preset's body, which nothing runs as it is. */
  readonly sha256 = input.required<string | null>();
  /** What it is, where it has no hash of its own. */
  readonly note = input('The preset’s own part; its variables are set above it');
  readonly label = input('Script');

  protected readonly tokens = computed<BashToken[]>(() => {
    const script = this.script();
    return script.length > colouredMost ? [{ kind: 'plain', text: script }] : bashTokens(script);
  });
}
