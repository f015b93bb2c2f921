import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Preset } from '@hyprbox/contracts';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { RelativeTime } from '../../shared/time/relative-time';
import { originOf, originWords, shortHash, stateOf, stateWords } from '../preset-words';

/** Where a preset comes from, and what of it is current. */
@Component({
  selector: 'hb-preset-facts',
  imports: [CopyButton, RelativeTime, RouterLink],
  template: `
    <h2>Facts</h2>
    <dl>
      <dt>State</dt>
      <dd>{{ state() }}</dd>
      <dt>Name</dt>
      <dd>
        <code>{{ preset().name }}</code>
      </dd>
      @if (preset().category) {
        <dt>Category</dt>
        <dd>{{ preset().category }}</dd>
      }
      <dt>Origin</dt>
      <dd>
        {{ origin() }}
        @if (preset().sourceName; as source) {
          · <a routerLink="/dashboard/presets/sources">{{ source }}</a>
        }
      </dd>
      @if (preset().version > 0) {
        <dt>Version</dt>
        <dd>{{ preset().version }}</dd>
      }
      @if (preset().sha256; as hash) {
        <dt>SHA-256</dt>
        <dd class="hash">
          <code [title]="hash">{{ shortHash(hash) }}…</code>
          <hb-copy-button label="Copy the SHA-256" [text]="hash" />
        </dd>
      }
      @if (isBuiltIn()) {
        <dt>Comes with</dt>
        <dd>HyprBox {{ preset().shippedWith }}</dd>
      } @else if (preset().publishedAt; as at) {
        <dt>{{ isWrittenHere() ? 'Published' : 'Taken' }}</dt>
        <dd>
          <hb-relative-time [at]="at" />
          @if (preset().publishedByName; as by) {
            by {{ by }}
          }
        </dd>
      }
      @if (preset().retiredAt; as at) {
        <dt>Retired</dt>
        <dd>
          <hb-relative-time [at]="at" />
          @if (preset().retiredByName; as by) {
            by {{ by }}
          }
        </dd>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 6px 14px;
      margin: 8px 0 0;
    }
    dt {
      color: var(--hb-text-secondary);
    }
    dd {
      overflow-wrap: anywhere;
    }
    .hash {
      display: flex;
      align-items: center;
      height: 20px;
    }
    a {
      text-decoration: underline;
    }
  `,
})
export class PresetFacts {
  readonly preset = input.required<Preset>();

  protected readonly isBuiltIn = computed(() => originOf(this.preset()) === 'BUILTIN');
  protected readonly isWrittenHere = computed(() => originOf(this.preset()) === 'CONSOLE');
  protected readonly shortHash = shortHash;
  protected readonly origin = computed(() => originWords[originOf(this.preset())]);
  protected readonly state = computed(() => stateWords[stateOf(this.preset())]);
}
