import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Session } from '../core/session/session';
import { SingleKeys } from '../core/shortcuts/single-keys';
import { pageGroups } from '../shared/pages/page-groups';

/** The keys that work everywhere, and those of single pages. */
@Component({
  selector: 'hb-shortcut-sheet',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title id="shortcuts-title">Keyboard shortcuts</h2>
    <!-- Scrolls on a low screen, and holds nothing else that the keyboard could scroll it by. -->
    <mat-dialog-content tabindex="0" role="region" aria-labelledby="shortcuts-title">
      @for (group of groups; track group.title) {
        <h3>{{ group.title }}</h3>
        <dl>
          @for (shortcut of group.shortcuts; track shortcut.does) {
            <div>
              <dt>
                @for (key of shortcut.keys; track $index) {
                  <kbd>{{ key }}</kbd>
                }
              </dt>
              <dd>{{ shortcut.does }}</dd>
            </div>
          }
        </dl>
      }
      <p>
        @if (singleKeys()) {
          Single keys do nothing while you type in a field. They can be turned off in Settings, under Appearance.
        } @else {
          Single keys are turned off, but for Space. Turn them on in Settings, under Appearance.
        }
      </p>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close cdkFocusInitial>Close</button>
    </mat-dialog-actions>
  `,
  styles: `
    h3 {
      margin: 12px 0 4px;
      color: var(--hb-text);
    }
    h3:first-child {
      margin-top: 0;
    }
    p {
      margin-top: 12px;
      font-size: 12px;
      color: var(--hb-text-secondary);
    }
    div {
      display: grid;
      grid-template-columns: 110px minmax(0, 1fr);
      gap: 12px;
      padding: 3px 0;
    }
    dt {
      display: flex;
      gap: 4px;
      align-items: flex-start;
    }
    dd {
      color: var(--hb-text);
    }
    kbd {
      padding: 0 6px;
      color: var(--hb-text);
      border: 1px solid var(--hb-line-strong);
      border-radius: 4px;
    }
  `,
})
export class ShortcutSheet {
  private readonly session = inject(Session);

  protected readonly singleKeys = inject(SingleKeys).on;
  protected readonly groups = [
    {
      title: 'Everywhere',
      shortcuts: [
        { keys: ['Ctrl', 'K'], does: 'Search or run (⌘ K on a Mac)' },
        { keys: ['/'], does: 'Search on this page' },
        { keys: ['?'], does: 'Show this sheet' },
        { keys: ['Esc'], does: 'Close what is open' },
      ],
    },
    {
      title: 'Go to',
      shortcuts: pageGroups
        .flatMap(({ destinations }) => destinations)
        .filter(({ permission }) => permission === undefined || this.session.can(permission))
        .map(({ label, key }) => ({ keys: ['g', key], does: label })),
    },
    {
      title: 'Output of a job',
      shortcuts: [
        { keys: ['Ctrl', 'F'], does: 'Find in the output' },
        { keys: ['Space'], does: 'Pause and follow again, in the output' },
        { keys: ['Home', 'End'], does: 'To the first and the last line, in the output' },
      ],
    },
    {
      title: 'Alerts',
      shortcuts: [
        { keys: ['a'], does: 'Acknowledge what is selected' },
        { keys: ['s'], does: 'Silence its hosts' },
      ],
    },
    {
      title: 'Editor of presets',
      shortcuts: [
        { keys: ['Ctrl', 'S'], does: 'Save the draft' },
        { keys: ['Ctrl', 'F'], does: 'Find in the source' },
        { keys: ['F8'], does: 'To the next problem' },
        { keys: ['Esc', 'Tab'], does: 'Leave the source' },
      ],
    },
    { title: 'Live feed', shortcuts: [{ keys: ['Space'], does: 'Pause and resume' }] },
  ];
}
