import { Component, computed, inject, input } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import type { IconName } from './icons';
import { icons } from './icons';

/** A decorative icon; the control around it carries the words. */
@Component({
  selector: 'hb-icon',
  template: '',
  host: { 'aria-hidden': 'true', '[innerHTML]': 'svg()' },
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 16px;
      height: 16px;
    }
    :host ::ng-deep svg {
      width: 100%;
      height: 100%;
      stroke-width: 1.75;
    }
  `,
})
export class Icon {
  private readonly sanitizer = inject(DomSanitizer);

  readonly name = input.required<IconName>();

  /** Trusted because it comes from the closed set in icons.ts, never from data. */
  protected readonly svg = computed(() => this.sanitizer.bypassSecurityTrustHtml(icons[this.name()]));
}
