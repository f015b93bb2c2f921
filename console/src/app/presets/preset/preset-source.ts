import { Component, computed, DOCUMENT, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { PresetFunction } from '@hyprbox/contracts';
import { ScriptView } from '../../shared/script-view/script-view';
import { downloadPreset } from './download-preset';

/** A version of a preset as it is written, and the shared functions that are frozen into it. */
export interface ShownSource {
  readonly name: string;
  readonly version: number;
  readonly template: string;
  readonly functions: readonly PresetFunction[];
  readonly isCurrent: boolean;
}

@Component({
  selector: 'hb-preset-source',
  imports: [MatButton, RouterLink, ScriptView],
  template: `
    <header>
      <h2>Source</h2>
      @if (!shown().isCurrent) {
        <p class="old">
          Version {{ shown().version }}, which is not the current one.
          <a [routerLink]="['/dashboard/presets', shown().name]">Read the current one</a>
        </p>
      }
      <button matButton type="button" (click)="download()">Download {{ shown().name }}.sh</button>
    </header>
    <hb-script-view [script]="shown().template" [sha256]="null" [note]="note()" />
    @for (each of shown().functions; track each.name) {
      <details>
        <summary>
          Uses <code>{{ each.name }}</code>
        </summary>
        <hb-script-view
          [script]="each.text"
          [sha256]="null"
          [label]="'Shared function ' + each.name"
          note="Frozen into this version"
        />
      </details>
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      align-items: center;
      padding: 6px 8px 2px 15px;
    }
    h2 {
      flex: 1;
    }
    .old {
      color: var(--hb-warning-text);
    }
    .old a {
      text-decoration: underline;
    }
    hb-script-view {
      max-height: 720px;
    }
    details {
      padding: 6px 15px;
      border-top: 1px solid var(--hb-line);
    }
    details hb-script-view {
      max-height: 360px;
    }
    summary {
      padding-block: 3px;
      color: var(--hb-text-secondary);
      cursor: pointer;
    }
  `,
})
export class PresetSource {
  private readonly document = inject(DOCUMENT);

  readonly shown = input.required<ShownSource>();

  protected readonly note = computed(() => `Version ${this.shown().version} as it is written`);

  protected download(): void {
    const { name, template } = this.shown();
    downloadPreset(this.document, name, template);
  }
}
