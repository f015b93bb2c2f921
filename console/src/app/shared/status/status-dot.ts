import { Component } from '@angular/core';

/** A dot in the colour of the `data-status` that it or something around it has. A word beside it says the same. */
@Component({
  selector: 'hb-status-dot',
  template: '',
  styles: `
    :host {
      display: inline-block;
      flex: none;
      width: 8px;
      height: 8px;
      background: var(--hb-status-dot);
      border-radius: 50%;
    }
  `,
})
export class StatusDot {}
