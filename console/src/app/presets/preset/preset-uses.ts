import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PresetUses as Uses } from '@hyprbox/contracts';
import { useKindWords, useLink } from '../preset-words';

/** What names a preset, and what is wrong with the values that it gives. */
@Component({
  selector: 'hb-preset-uses',
  imports: [RouterLink],
  template: `
    <ul>
      @for (row of rows(); track row.use.id) {
        <li>
          <a [routerLink]="row.link">{{ row.use.name }}</a> <span class="quiet">{{ row.kind }}</span>
          @for (fault of row.use.faults; track $index) {
            <span class="fault">{{ fault.pointer }} {{ fault.detail }}</span>
          }
        </li>
      }
    </ul>
    @if (uses().truncated) {
      <p class="quiet">And more than can be shown here.</p>
    }
  `,
  styles: `
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      padding: 4px 0;
      overflow-wrap: anywhere;
    }
    li .quiet {
      margin-inline-start: 6px;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .fault {
      display: block;
      color: var(--hb-warning-text);
    }
  `,
})
export class PresetUses {
  readonly uses = input.required<Uses>();

  protected readonly rows = computed(() =>
    this.uses().items.map((use) => ({ use, kind: useKindWords[use.kind], link: useLink(use) })),
  );
}
