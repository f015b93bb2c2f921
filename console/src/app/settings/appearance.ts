import { Component, inject } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { Theme } from '../core/theme/theme';

@Component({
  selector: 'hb-appearance',
  imports: [MatButtonToggle, MatButtonToggleGroup],
  template: `
    <div>
      <h2>Appearance</h2>
      <p>Kept on this browser.</p>
    </div>
    <mat-button-toggle-group
      hideSingleSelectionIndicator
      aria-label="Theme"
      [value]="theme.name()"
      (change)="theme.choose($event.value)"
    >
      <mat-button-toggle value="dark">Dark</mat-button-toggle>
      <mat-button-toggle value="light">Light</mat-button-toggle>
    </mat-button-toggle-group>
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
    p {
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
  `,
})
export class Appearance {
  protected readonly theme = inject(Theme);
}
