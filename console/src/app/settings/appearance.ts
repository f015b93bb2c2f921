import { Component, inject } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { SingleKeys } from '../core/shortcuts/single-keys';
import type { ThemeChoice } from '../core/theme/theme';
import { Theme, themeChoices } from '../core/theme/theme';

@Component({
  selector: 'hb-appearance',
  imports: [MatButtonToggle, MatButtonToggleGroup, MatSlideToggle],
  template: `
    <div>
      <h2>Appearance</h2>
      <p>Kept on this browser.</p>
    </div>
    <div class="choices">
      <mat-button-toggle-group
        hideSingleSelectionIndicator
        aria-label="Theme"
        [value]="theme.choice()"
        (change)="theme.choose($event.value)"
      >
        @for (choice of choices; track choice) {
          <mat-button-toggle [value]="choice">{{ words[choice] }}</mat-button-toggle>
        }
      </mat-button-toggle-group>
      <mat-slide-toggle [checked]="singleKeys.on()" (change)="singleKeys.choose($event.checked)">
        Single-key shortcuts, such as <kbd>g j</kbd> for the jobs
      </mat-slide-toggle>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 12px;
      align-items: center;
      justify-content: space-between;
      padding: 12px 15px;
    }
    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: 12px 24px;
      align-items: center;
    }
    p {
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
  `,
})
export class Appearance {
  protected readonly theme = inject(Theme);
  protected readonly singleKeys = inject(SingleKeys);
  protected readonly choices = themeChoices;
  protected readonly words: Readonly<Record<ThemeChoice, string>> = { system: 'System', dark: 'Dark', light: 'Light' };
}
