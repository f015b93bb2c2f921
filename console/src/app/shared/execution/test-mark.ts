import { Component } from '@angular/core';

/** Beside a preset whose draft was tried. */
@Component({
  selector: 'hb-test-mark',
  template: '<span title="A run of a draft">Test</span>',
  styles: `
    span {
      padding: 0 7px;
      font-size: 12px;
      color: var(--hb-text-secondary);
      white-space: nowrap;
      border: 1px solid var(--hb-line-strong);
      border-radius: 9px;
    }
  `,
})
export class TestMark {}
