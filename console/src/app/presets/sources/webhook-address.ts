import { Component, input } from '@angular/core';
import { CopyButton } from '../../shared/copy-button/copy-button';

/** The address of a source's webhook, which is shown once. */
@Component({
  selector: 'hb-webhook-address',
  imports: [CopyButton],
  template: `
    <code>{{ address() }}</code>
    <hb-copy-button [text]="address()" label="Copy the address of the webhook" />
  `,
  styles: `
    :host {
      display: flex;
      gap: 8px;
      align-items: center;
      padding: 4px 4px 4px 12px;
      background: var(--hb-raised);
      border-radius: var(--hb-radius-control);
    }
    code {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class WebhookAddress {
  readonly address = input.required<string>();
}
